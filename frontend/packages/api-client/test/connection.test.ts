import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { ApiError, ChangeFeed, Connectivity, Http, httpProbe, Outbox, type Reach, TasksApi, TokenSource } from "../src/index";
import { json, problem, TestServer } from "./server";

const CHANGED = { id: 1, title: "One", version: 2 };

let server: TestServer;
let connectivity: Connectivity;
let api: TasksApi;

beforeEach(async () => {
  server = await TestServer.start();
  connectivity = new Connectivity(httpProbe(`${server.url}/api/health/live`));
  const tokens = new TokenSource(async () => ({ token: "token", expires_in: 300 }));
  const onReach = (reached: Reach) => connectivity.report(reached);
  api = new TasksApi(new Http({ baseUrl: server.url, tokens, onReach }), "alice");
});

afterEach(async () => {
  connectivity.stop();
  await server.stop();
});

describe("Outbox", () => {
  it("keeps a write over an outage and sends it again with the same key", async () => {
    const outbox = new Outbox(connectivity);
    const { port } = server;
    await server.stop();
    const created = outbox.run("create", () => api.create({ title: "One" }, "key-1"));
    expect(outbox.waiting).toBe(1);
    await vi.waitFor(() => expect(connectivity.online).toBe(false), { timeout: 5_000 });

    server.answer = ({ method }, response) => json(response, method === "POST" ? 201 : 200, CHANGED);
    await server.listen(port);
    expect(await created).toEqual(CHANGED);
    expect(outbox.waiting).toBe(0);
    expect(server.seen.find(({ method }) => method === "POST")?.headers["idempotency-key"]).toBe("key-1");
  });

  it("sends writes of one key in the order they were given", async () => {
    const outbox = new Outbox(connectivity);
    const order: string[] = [];
    const write = (name: string, ms: number) => async () => {
      await new Promise((resolve) => setTimeout(resolve, ms));
      order.push(name);
    };
    await Promise.all([outbox.run("task 1", write("slow", 40)), outbox.run("task 1", write("fast", 0))]);
    expect(order).toEqual(["slow", "fast"]);
  });

  it("hands refusals on, and goes on with the next", async () => {
    const outbox = new Outbox(connectivity);
    server.answer = (_, response) => problem(response, 400, "validation_error");
    const refused = outbox.run("create", () => api.create({ title: "" }, "k"));
    const next = outbox.run("create", async () => "next");
    await expect(refused).rejects.toBeInstanceOf(ApiError);
    expect(await next).toBe("next");
  });
});

describe("ChangeFeed", () => {
  const page = (more: object) => ({ items: [], deleted: [], next: "p", has_more: false, full: false, ...more });

  it("reads page after page, the later word over the earlier", async () => {
    const pages = [
      page({ items: [CHANGED, { id: 2, version: 1 }], next: "a", has_more: true, full: true }),
      page({ items: [{ ...CHANGED, version: 3 }], deleted: [{ id: 2, deleted_at: "x" }], next: "b" }),
    ];
    server.answer = (_, response) => json(response, 200, pages.shift());
    const feed = new ChangeFeed(api);
    expect(await feed.catchUp()).toEqual({ changed: [{ ...CHANGED, version: 3 }], deleted: [2], complete: true });
    expect(server.seen.map(({ path }) => path)).toEqual(["/api/alice/tasks/changes", "/api/alice/tasks/changes?since=a"]);
  });

  it("goes on where it stopped, and loses nothing of a walk that broke off", async () => {
    const feed = new ChangeFeed(api);
    server.answer = (_, response) => json(response, 200, page({ next: "start", full: true }));
    await feed.catchUp();

    server.answer = (request, response) => {
      if (request.path.endsWith("since=start")) json(response, 200, page({ items: [CHANGED], next: "a", has_more: true }));
      else problem(response, 500, "internal_error");
    };
    await expect(feed.catchUp()).rejects.toMatchObject({ status: 500 });

    server.answer = (_, response) => json(response, 200, page({ items: [{ id: 2, version: 1 }], next: "b" }));
    expect(await feed.catchUp()).toEqual({ changed: [CHANGED, { id: 2, version: 1 }], deleted: [], complete: false });
    expect(server.seen.at(-1)?.path).toBe("/api/alice/tasks/changes?since=a");
  });

  it("starts over when its place is too old", async () => {
    const feed = new ChangeFeed(api);
    server.answer = (_, response) => json(response, 200, page({ next: "old", full: true }));
    await feed.catchUp();
    server.answer = ({ path }, response) =>
      path.includes("since")
        ? problem(response, 410, "resync_required")
        : json(response, 200, page({ items: [CHANGED], next: "new", full: true }));
    expect(await feed.catchUp()).toEqual({ changed: [CHANGED], deleted: [], complete: true });
  });
});
