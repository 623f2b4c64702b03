/**
 * Which rooms a room may import from; whatever is not named here may import none. Arrows point downwards: pages use
 * features, features use what is said below, `ui` knows no noun of the product, and `server` never reaches a browser.
 */
const BELOW_FEATURES = ["ui", "shared"];
const BELOW_PEOPLE = [...BELOW_FEATURES, "features/session"];
const BELOW_TASKS = [...BELOW_PEOPLE, "features/tags", "features/recurrence"];

export const ROOMS = {
  shared: [],
  ui: ["shared"],
  server: ["shared"],
  "features/recurrence": BELOW_FEATURES,
  "features/session": BELOW_FEATURES,
  "features/sign-in": BELOW_PEOPLE,
  "features/account": BELOW_PEOPLE,
  "features/statistics": BELOW_PEOPLE,
  "features/tags": BELOW_PEOPLE,
  "features/shell": [...BELOW_PEOPLE, "features/tags"],
  "features/transfer": [...BELOW_PEOPLE, "features/tags"],
  "features/task-list": BELOW_TASKS,
  "features/task-detail": [...BELOW_TASKS, "features/task-list"],
  "features/trash": [...BELOW_TASKS, "features/task-list"],
  "features/tasks": [...BELOW_TASKS, "features/task-list", "features/task-detail"],
  app: ["features", "server", ...BELOW_FEATURES],
};

// What signs people in: the server has it, and the one file that asks it from the browser.
const SIGNING = { regex: "^(better-auth|jose|pg|@libsql)(/|$)", message: "Only server/ and features/session sign people in." };
const OUTWARDS = { regex: "^\\.\\./", message: "A room is entered by its name: @/room/file." };
const NOUNS = { regex: "^@tasks/", message: "ui/ knows no noun of the product." };

/** One entry of an ESLint configuration for each room, after one that lets unknown folders import nothing. */
export function roomRules() {
  const unknown = { files: ["features/**", "ui/**", "server/**", "shared/**", "app/**"], rules: restrict([arrows([])]) };
  return [unknown, ...Object.entries(ROOMS).map(([room, allowed]) => ({ files: [`${room}/**`], rules: rulesOf(room, allowed) }))];
}

function rulesOf(room, allowed) {
  const patterns = [arrows(allowed)];
  if (room !== "server" && room !== "features/session") patterns.push(SIGNING);
  if (room !== "app") patterns.push(OUTWARDS);
  if (room === "ui") patterns.push(NOUNS);
  return restrict(patterns);
}

function arrows(allowed) {
  const inside = allowed.map((room) => `${room}/`).join("|");
  return {
    regex: allowed.length === 0 ? "^@/" : `^@/(?!${inside})`,
    message: `eslint.rooms.mjs allows: ${allowed.join(", ") || "nothing"}.`,
  };
}

function restrict(patterns) {
  return { "no-restricted-imports": ["error", { patterns }] };
}
