import { bulk, completeTask, createTask, importTasks, listChanges, listTasks, updateTask } from "../generated/orval/client";
import { tell, token, user } from "./told";

// orval names the media type only where an operation takes one alone.
const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };

/** The body of an answer of that status; orval returns refusals as it returns successes. */
function body<S extends number, A extends { status: number; data: unknown }>(answer: A, status: S) {
  if (answer.status !== status) throw new Error(`${answer.status} in place of ${status}: ${JSON.stringify(answer.data)}`);
  return answer.data as Extract<A, { status: S }>["data"];
}

for (const priority of ["none", "low", "high"] as const)
  await createTask(user, { title: `${priority} one`, priority }, { headers });
const made = { title: "made", due_date: "2026-01-31", recurrence: "FREQ=MONTHLY" };
const created = body(await createTask(user, made, { headers: { ...headers, "Idempotency-Key": "orval" } }), 201);
const listed = body(await listTasks(user, { priority: ["low", "high"], sort: "title" }, { headers }), 200);
const id = String(created.id);
const seen = { headers: { ...headers, "If-Match": `"v${created.version}"` } };
const patched = body(await updateTask(user, id, { title: "patched" }, undefined, seen), 200);
const refused = body(await updateTask(user, id, { title: "too late" }, undefined, seen), 412);
const completed = body(await completeTask(user, id, { completed: true }, { tz: "Europe/Vienna" }, { headers }), 200);
const operations = [{ op: "create" as const, task: { title: "of a bulk" } }, { op: "reopen" as const, id: created.id }];
const changed = body(await bulk(user, { operations }, undefined, { headers }), 200);
const file = { tasks: [{ title: "first in" }, { title: "second in" }] };
const imported = body(await importTasks(user, file, undefined, { headers }), 200);
const synced = body(await listChanges(user, { limit: 200 }, { headers }), 200);

tell({
  created: created.title,
  listed: listed.map((task) => task.title),
  patched: patched.title,
  refused: refused.status,
  completed: completed.completed,
  changed: changed.results.map((result) => result.task?.title),
  synced: synced.items.length,
  imported: imported.created,
});
