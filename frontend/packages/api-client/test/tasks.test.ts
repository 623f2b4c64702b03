import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { ApiError, ConflictError, Http, NetworkError, SignedOutError, TasksApi, TokenSource, type Reach } from "../src/index";
import { json, problem, TestServer } from "./server";

const TASK = { id: 7, title: "Water the plants", version: 3 };

let server: TestServer;
let signedOut: number;
let reached: boolean[];
let api: TasksApi;
let impatient: TasksApi; // waits a second for an answer

beforeEach(async () => {
  server = await TestServer.start();
  signedOut = 0;
  reached = [];
  let count = 0;
  const tokens = new TokenSource(async () => ({ token: `token-${++count}`, expires_in: 300 }));
  const options = {
    baseUrl: server.url,
    tokens,
    onSignedOut: () => (signedOut += 1),
    onReach: (is: Reach) => reached.push(is === true),
  };
  api = new TasksApi(new Http(options), "alice id");
  impatient = new TasksApi(new Http({ ...options, timeoutSeconds: 1 }), "alice id");
});

afterEach(() => server.stop());

describe("the token", () => {
  it("goes along as a bearer, under the person's own path", async () => {
    await api.list({});
    expect(server.seen[0]).toMatchObject({ path: "/api/alice%20id/tasks", headers: { authorization: "Bearer token-1" } });
  });

  it("is renewed once after a 401, and the call is made again", async () => {
    server.answer = ({ headers }, response) =>
      headers.authorization === "Bearer token-1" ? problem(response, 401, "token_expired") : json(response, 200, [TASK]);
    expect((await api.list({})).tasks).toEqual([TASK]);
    expect(server.seen.map(({ headers }) => headers.authorization)).toEqual(["Bearer token-1", "Bearer token-2"]);
    expect(signedOut).toBe(0);
  });

  it("is not renewed for ever: a second 401 means signed out", async () => {
    server.answer = (_, response) => problem(response, 401, "invalid_token");
    await expect(api.list({})).rejects.toBeInstanceOf(SignedOutError);
    expect(server.seen).toHaveLength(2);
    expect(signedOut).toBe(1);
  });

  it("is renewed once for many calls that are refused at once", async () => {
    server.answer = ({ headers }, response) =>
      headers.authorization === "Bearer token-1" ? problem(response, 401, "token_expired") : json(response, 200, TASK);
    await Promise.all([1, 2, 3, 4, 5].map((id) => api.get(id)));
    expect(new Set(server.seen.map(({ headers }) => headers.authorization))).toEqual(
      new Set(["Bearer token-1", "Bearer token-2"]),
    );
  });
});

describe("reading", () => {
  it("asks with the ETag, and an unchanged list is the same object", async () => {
    server.answer = ({ headers }, response) => {
      if (headers["if-none-match"] !== '"r5"') return json(response, 200, [TASK], { ETag: '"r5"', "X-Total-Count": "41" });
      response.writeHead(304, { ETag: '"r5"' }).end();
    };
    const first = await api.list({ completed: false });
    const second = await api.list({ completed: false });
    expect(first.total).toBe(41);
    expect(second).toBe(first);
    expect(server.seen[1]?.headers["if-none-match"]).toBe('"r5"');
  });

  it("keeps the answers to different questions apart", async () => {
    server.answer = ({ path }, response) => json(response, 200, [{ ...TASK, title: path }], { ETag: `"${path.length}"` });
    await api.list({ completed: false });
    const other = await api.list({ q: "x" });
    expect(server.seen[1]?.headers["if-none-match"]).toBeUndefined();
    expect(other.tasks[0]?.title).toBe("/api/alice%20id/tasks?q=x");
  });

  it("says where the person is when a task is completed, and only then", async () => {
    const tz = encodeURIComponent(Intl.DateTimeFormat().resolvedOptions().timeZone);
    await api.setCompleted(7, true);
    await api.update(7, { title: "x" }, 1);
    await api.bulk([], "k");
    expect(server.seen.map((call) => call.path)).toEqual([
      `/api/alice%20id/tasks/7/complete?tz=${tz}`,
      "/api/alice%20id/tasks/7",
      `/api/alice%20id/tasks/bulk?tz=${tz}`,
    ]);
  });

  it("leaves empty values out and repeats lists", async () => {
    await api.list({ q: "", tag: ["a", "b"], due: undefined, completed: false });
    expect(server.seen[0]?.path).toBe("/api/alice%20id/tasks?completed=false&tag=a&tag=b");
  });

  it("follows the Link to the next page", async () => {
    const next = `<${server.url}/api/alice/tasks?cursor=abc&limit=2>; rel="next", </api/alice/tasks>; rel="first"`;
    server.answer = (_, response) => json(response, 200, [TASK], { Link: next });
    expect((await api.list({ limit: 2 })).next).toEqual({ cursor: "abc", limit: "2" });
  });

  it("waits as long as a 503 asks, and tries again", async () => {
    server.answer = (_, response) =>
      server.seen.length === 1
        ? problem(response, 503, "unavailable", {}, { "Retry-After": "0" })
        : json(response, 200, [TASK]);
    expect((await api.list({})).tasks).toHaveLength(1);
  });
});

describe("writing", () => {
  it("creates with an idempotency key", async () => {
    server.answer = (_, response) => json(response, 201, TASK);
    await api.create({ title: "Water the plants" }, "key-1");
    expect(server.seen[0]).toMatchObject({ method: "POST", headers: { "idempotency-key": "key-1" } });
    expect(JSON.parse(server.seen[0]?.body ?? "")).toEqual({ title: "Water the plants" });
  });

  it("waits for a create of the same key that is still in flight", async () => {
    server.answer = (_, response) =>
      server.seen.length === 1
        ? problem(response, 409, "idempotency_in_flight", {}, { "Retry-After": "0" })
        : json(response, 201, TASK);
    expect(await api.create({ title: "Water the plants" }, "key-1")).toEqual(TASK);
    expect(new Set(server.seen.map(({ headers }) => headers["idempotency-key"]))).toEqual(new Set(["key-1"]));
  });

  it("does not send a write without a key a second time after a 503", async () => {
    server.answer = (_, response) => problem(response, 503, "unavailable", {}, { "Retry-After": "0" });
    await expect(api.update(7, { title: "x" }, 3)).rejects.toMatchObject({ status: 503 });
    expect(server.seen).toHaveLength(1);
  });

  it("edits the version that was read, and tells of a conflict", async () => {
    server.answer = (_, response) => problem(response, 412, "version_conflict", { current_version: 9 });
    const error: unknown = await api.update(7, { title: "x" }, 3).catch((reason: unknown) => reason);
    expect(server.seen[0]?.headers["if-match"]).toBe('"v3"');
    expect(error).toBeInstanceOf(ConflictError);
    expect((error as ConflictError).currentVersion).toBe(9);
  });

  it("answers nothing for a 204", async () => {
    server.answer = (_, response) => response.writeHead(204).end();
    await expect(api.remove(7)).resolves.toBeUndefined();
  });
});

describe("problems", () => {
  it("are given to the fields of a form", async () => {
    const errors = [
      { pointer: "#/title", code: "required", detail: "It is required." },
      { pointer: "#/title", code: "too_long", detail: "It is too long." },
      { pointer: "#/tags/3", code: "too_long", detail: "This tag is too long." },
      { pointer: "#/due~1date", code: "unknown", detail: "Unknown." },
    ];
    server.answer = (_, response) => problem(response, 400, "validation_error", { errors });
    const error = (await api.create({ title: "" }, "k").catch((reason: unknown) => reason)) as ApiError;
    expect(error.fieldErrors()).toEqual({
      title: "It is required.",
      tags: "This tag is too long.",
      "due/date": "Unknown.",
    });
  });

  it("of one operation are found under its pointer", async () => {
    const errors = [{ pointer: "#/operations/1/task/title", code: "required", detail: "It is required." }];
    server.answer = (_, response) => problem(response, 400, "validation_error", { errors });
    const error = (await api.bulk([], "k").catch((reason: unknown) => reason)) as ApiError;
    expect(error.fieldErrors("#/operations/1/task")).toEqual({ title: "It is required." });
    expect(error.fieldErrors("#/operations/0/task")).toEqual({ "": "It is required." });
  });

  it("without a problem body still are errors with a status", async () => {
    server.answer = (_, response) => response.writeHead(502, { "Content-Type": "text/html" }).end("<h1>Bad gateway</h1>");
    await expect(api.get(7)).rejects.toMatchObject({ status: 502, code: "unexpected_response" });
  });

  it("keep Retry-After", async () => {
    server.answer = (_, response) => problem(response, 429, "rate_limited", {}, { "Retry-After": "17" });
    await expect(api.get(7)).rejects.toMatchObject({ status: 429, retryAfter: 17 });
  });
});

describe("the network", () => {
  it("away is a NetworkError, and told", async () => {
    await server.stop();
    await expect(api.get(7)).rejects.toBeInstanceOf(NetworkError);
    expect(reached).toEqual([false]);
    server = await TestServer.start();
  });

  it("that answers too late is a NetworkError", async () => {
    server.answer = () => undefined;
    await expect(impatient.get(7)).rejects.toBeInstanceOf(NetworkError);
  });

  it("is not blamed for what the caller gave up", async () => {
    server.answer = () => undefined;
    const abort = new AbortController();
    const reply = api.list({}, abort.signal);
    setTimeout(() => abort.abort(), 50);
    await expect(reply).rejects.toMatchObject({ name: "AbortError" });
    expect(reached).toEqual([]);
  });
});
