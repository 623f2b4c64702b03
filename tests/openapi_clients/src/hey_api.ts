import { bulk, completeTask, createTask, importTasks, listChanges, listTasks, updateTask } from "../generated/hey_api";
import { client } from "../generated/hey_api/client.gen";
import { tell, there, token, url, user } from "./told";

client.setConfig({ baseUrl: url, auth: () => token });
const mine = { user_id: user };

for (const priority of ["none", "low", "high"] as const)
  await createTask({ path: mine, body: { title: `${priority} one`, priority } });
const made = await createTask({
  path: mine,
  headers: { "Idempotency-Key": "hey-api" },
  body: { title: "made", due_date: "2026-01-31", recurrence: "FREQ=MONTHLY" },
});
const created = there(made.data, "create");
const listed = await listTasks({ path: mine, query: { priority: ["low", "high"], sort: "title" } });
const one = { ...mine, task_id: String(created.id) };
const seen = { "If-Match": `"v${created.version}"` };
const patched = await updateTask({ path: one, headers: seen, body: { title: "patched" } });
const refused = await updateTask({ path: one, headers: seen, body: { title: "too late" } });
const completed = await completeTask({ path: one, query: { tz: "Europe/Vienna" }, body: { completed: true } });
const changed = await bulk({
  path: mine,
  body: {
    operations: [
      { op: "create", task: { title: "of a bulk" } },
      { op: "reopen", id: created.id },
    ],
  },
});
const imported = await importTasks({ path: mine, body: { tasks: [{ title: "first in" }, { title: "second in" }] } });
const synced = await listChanges({ path: mine, query: { limit: 200 } });

tell({
  created: created.title,
  listed: there(listed.data, "list").map((task) => task.title),
  patched: there(patched.data, "patch").title,
  refused: there(refused.error, "refused patch").status,
  completed: there(completed.data, "complete").completed,
  changed: there(changed.data, "bulk").results.map((result) => result.task?.title),
  synced: there(synced.data, "sync").items.length,
  imported: there(imported.data, "import").created,
});
