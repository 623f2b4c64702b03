import createClient from "openapi-fetch";
import type { paths } from "../generated/openapi_fetch/schema";
import { tell, there, token, url, user } from "./told";

const client = createClient<paths>({ baseUrl: url, headers: { Authorization: `Bearer ${token}` } });
const mine = { user_id: user };

for (const priority of ["none", "low", "high"] as const)
  await client.POST("/api/{user_id}/tasks", { params: { path: mine }, body: { title: `${priority} one`, priority } });
const made = await client.POST("/api/{user_id}/tasks", {
  params: { path: mine, header: { "Idempotency-Key": "openapi-fetch" } },
  body: { title: "made", due_date: "2026-01-31", recurrence: "FREQ=MONTHLY" },
});
const created = there(made.data, "create");
const listed = await client.GET("/api/{user_id}/tasks", {
  params: { path: mine, query: { priority: ["low", "high"], sort: "title" } },
});
const one = { ...mine, task_id: String(created.id) };
const patched = await client.PATCH("/api/{user_id}/tasks/{task_id}", {
  params: { path: one, header: { "If-Match": `"v${created.version}"` } },
  body: { title: "patched" },
});
const refused = await client.PATCH("/api/{user_id}/tasks/{task_id}", {
  params: { path: one, header: { "If-Match": `"v${created.version}"` } },
  body: { title: "too late" },
});
const completed = await client.PATCH("/api/{user_id}/tasks/{task_id}/complete", {
  params: { path: one, query: { tz: "Europe/Vienna" } },
  body: { completed: true },
});
const changed = await client.POST("/api/{user_id}/tasks/bulk", {
  params: { path: mine },
  body: {
    operations: [
      { op: "create", task: { title: "of a bulk" } },
      { op: "reopen", id: created.id },
    ],
  },
});
const imported = await client.POST("/api/{user_id}/tasks/import", {
  params: { path: mine },
  body: { tasks: [{ title: "first in" }, { title: "second in" }] },
});
const synced = await client.GET("/api/{user_id}/tasks/changes", { params: { path: mine, query: { limit: 200 } } });

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
