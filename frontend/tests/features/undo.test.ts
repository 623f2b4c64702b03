/** Undo is seen at once: before the service has answered, and where the task was. */
import { Connectivity, ChangeFeed, Http, Outbox, TasksApi, TokenSource, type Task } from "@tasks/api-client";
import type { ServerResponse } from "node:http";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { TaskActions } from "@/features/task-list/task-actions";
import { TaskList } from "@/features/task-list/task-list";
import { Toasts } from "@/ui/toasts";

import { json, problem, TestServer } from "../../packages/api-client/test/server";

const tasks = ["One", "Two", "Three", "Four"].map((title, index) => ({ id: index + 1, title, completed: false, version: 1 }) as Task);

let server: TestServer;
let list: TaskList;
let actions: TaskActions;
let toasts: Toasts;

beforeEach(async () => {
  server = await TestServer.start();
  const tokens = new TokenSource(async () => ({ token: "token", expires_in: 300 }));
  const api = new TasksApi(new Http({ baseUrl: server.url, tokens }), "alice");
  const connectivity = new Connectivity(async () => true);
  list = new TaskList(api);
  toasts = new Toasts();
  const all = { tasks: api, feed: new ChangeFeed(api), outbox: new Outbox(connectivity), connectivity };
  actions = new TaskActions(all, "alice", list, toasts, () => undefined);
  server.answer = (_, response) => json(response, 200, tasks);
  await list.show({});
});

afterEach(() => server.stop());

const titles = (): string[] => list.getState().tasks.map(({ title }) => title);

/** The service takes its time; what it is to answer is said later. */
function slowly(): ServerResponse[] {
  const waiting: ServerResponse[] = [];
  server.answer = (_, response) => waiting.push(response);
  return waiting;
}

it("of a removal puts the task back where it was, and takes it away again when the service refuses", async () => {
  server.answer = (_, response) => void response.writeHead(204).end();
  await actions.remove([tasks[1] as Task]);
  expect(titles()).toEqual(["One", "Three", "Four"]);

  const waiting = slowly();
  toasts.act();
  expect(titles()).toEqual(["One", "Two", "Three", "Four"]);
  expect(list.getState().total).toBe(4);
  await vi.waitFor(() => expect(waiting).toHaveLength(1));
  problem(waiting[0] as ServerResponse, 404, "not_found");
  await vi.waitFor(() => expect(titles()).toEqual(["One", "Three", "Four"]));
});

it("of several removals puts each back where it was", async () => {
  server.answer = (_, response) => json(response, 200, { results: [] });
  await actions.remove([tasks[0] as Task, tasks[2] as Task, tasks[3] as Task]);
  slowly();
  toasts.act();
  expect(titles()).toEqual(["One", "Two", "Three", "Four"]);
});

it("of a completion puts back what has left the list of the open ones meanwhile", async () => {
  server.answer = (_, response) => json(response, 200, { ...tasks[2], completed: true, version: 2 });
  await actions.setCompleted(tasks[2] as Task, true);
  server.answer = (_, response) => json(response, 200, tasks.filter(({ id }) => id !== 3));
  await list.refresh();
  expect(titles()).toEqual(["One", "Two", "Four"]);

  const waiting = slowly();
  toasts.act();
  expect(titles()).toEqual(["One", "Two", "Three", "Four"]);
  expect(list.find(3)).toMatchObject({ completed: false, waiting: true });
  await vi.waitFor(() => expect(waiting).toHaveLength(1));
  json(waiting[0] as ServerResponse, 200, { ...tasks[2], version: 3 });
  await vi.waitFor(() => expect(list.find(3)).toMatchObject({ completed: false, waiting: false }));
  expect(toasts.getShown().at(-1)).toMatchObject({ text: "Reopened “Three”" });
});

it("of a removal from a later page counts right and finds its page", async () => {
  const page = (shown: readonly Task[], more: object) => (response: ServerResponse) =>
    json(response, 200, shown, { "X-Total-Count": "4", ...more });
  const first = page(tasks.slice(0, 2), { Link: '</tasks?cursor=2>; rel="next"' });
  const second = page(tasks.slice(2), {});
  server.answer = ({ path }, response) => (path.includes("cursor") ? second : first)(response);
  await list.show({ sort: "title" });
  await list.more();
  server.answer = (_, response) => void response.writeHead(204).end();
  await actions.remove([tasks[3] as Task]);
  expect(list.getState().total).toBe(3);
  slowly();
  toasts.act();
  expect(titles()).toEqual(["One", "Two", "Three", "Four"]);
  expect(list.getState().total).toBe(4);
});
