/** What goes wrong on the way: answers cut off, proxies that speak for the service, sign-ins that end meanwhile. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import {
  ApiError,
  ChangeFeed,
  Connectivity,
  Http,
  httpProbe,
  NetworkError,
  Outbox,
  SignedOutError,
  TasksApi,
  TokenSource,
  type Reach,
} from "../src/index";
import { json, problem, TestServer } from "./server";

const TASK = { id: 7, title: "Water the plants", version: 3 };

let server: TestServer;
let connectivity: Connectivity;
let reached: boolean[];
let signedOut: string[];
let api: TasksApi;
let impatient: TasksApi; // waits a second for an answer

beforeEach(async () => {
  server = await TestServer.start();
  reached = [];
  signedOut = [];
  connectivity = new Connectivity(httpProbe(`${server.url}/api/health/live`));
  const options = {
    baseUrl: server.url,
    tokens: new TokenSource(async () => ({ token: "token", expires_in: 300 })),
    onSignedOut: (why: "nobody" | "refused") => signedOut.push(why),
    onReach: (is: Reach) => {
      reached.push(is !== false);
      connectivity.report(is);
    },
  };
  api = new TasksApi(new Http(options), "alice");
  impatient = new TasksApi(new Http({ ...options, timeoutSeconds: 1 }), "alice");
});

afterEach(async () => {
  connectivity.stop();
  await server.stop();
});

describe("an answer", () => {
  it("that is cut off in the middle is a NetworkError, so that a write is sent again", async () => {
    server.answer = (_, response) => {
      response.writeHead(200, { "Content-Type": "application/json", "Content-Length": "1000" });
      response.write('{"id": 7,');
      setTimeout(() => response.destroy(), 20);
    };
    await expect(api.get(7)).rejects.toBeInstanceOf(NetworkError);
    expect(reached.at(-1)).toBe(false);
  });

  it("whose body never ends is a NetworkError after the time limit", async () => {
    server.answer = (_, response) => {
      response.writeHead(200, { "Content-Type": "application/json", "Content-Length": "1000" });
      response.write('{"id": 7,');
    };
    await expect(impatient.get(7)).rejects.toBeInstanceOf(NetworkError);
  });

  it("given up by the caller while its body arrives is an AbortError, and blames nobody", async () => {
    server.answer = (_, response) => {
      response.writeHead(200, { "Content-Type": "application/json", "Content-Length": "1000" });
      response.write("[");
    };
    const abort = new AbortController();
    const reply = api.list({}, abort.signal);
    setTimeout(() => abort.abort(), 100);
    await expect(reply).rejects.toMatchObject({ name: "AbortError" });
    expect(reached).not.toContain(false);
  });

  it("that is no JSON is an ApiError, which is not tried for ever", async () => {
    server.answer = (_, response) => response.writeHead(200, { "Content-Type": "text/html" }).end("<h1>Welcome</h1>");
    await expect(api.get(7)).rejects.toMatchObject({ name: "ApiError", status: 200, code: "unexpected_response" });
  });

  it("whose errors are no list still has a word for the form", async () => {
    server.answer = (_, response) => problem(response, 400, "odd", { errors: { title: "no" }, detail: 5 });
    const error = (await api.create({ title: "" }, "k").catch((reason: unknown) => reason)) as ApiError;
    expect(error.fieldErrors()).toEqual({ "": "The service answered with status 400." });
  });

  it("is not waited for by somebody who has left", async () => {
    server.answer = (_, response) => problem(response, 503, "unavailable", {}, { "Retry-After": "5" });
    const abort = new AbortController();
    const reply = api.list({}, abort.signal);
    const from = performance.now();
    // Between the answer and the wait, and during it: both end at once.
    setTimeout(() => abort.abort(), 100);
    await expect(reply).rejects.toMatchObject({ name: "AbortError" });
    expect(performance.now() - from).toBeLessThan(1_000);
  });
});

describe("a download", () => {
  it("may take longer than the limit for an answer, as long as it has begun", async () => {
    server.answer = (_, response) => {
      response.writeHead(200, { "Content-Type": "text/csv", "Content-Length": "10" });
      response.write("12345");
      setTimeout(() => response.end("67890"), 1_400);
    };
    expect(await (await impatient.export("csv")).text()).toBe("1234567890");
  });

  it("that breaks off is a NetworkError", async () => {
    server.answer = (_, response) => {
      response.writeHead(200, { "Content-Type": "text/csv", "Content-Length": "10" });
      response.write("12345");
      setTimeout(() => response.destroy(), 20);
    };
    await expect(api.export("csv")).rejects.toBeInstanceOf(NetworkError);
  });
});

describe("a write in the outbox", () => {
  it("waits while a proxy answers 503 for the service, also without a key", async () => {
    const outbox = new Outbox(connectivity);
    let away = true;
    server.answer = ({ path }, response) =>
      away ? problem(response, 503, "unavailable", {}, { "Retry-After": "0" }) : json(response, 200, { ...TASK, path });
    const saved = outbox.run("task 7", () => api.setCompleted(7, true));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(connectivity.online).toBe(false);
    away = false;
    expect(await saved).toMatchObject(TASK);
  });

  it("waits while a proxy says that the gateway is bad", async () => {
    const outbox = new Outbox(connectivity);
    let away = true;
    server.answer = (_, response) =>
      away ? response.writeHead(502, { "Content-Type": "text/html" }).end("Bad gateway") : json(response, 200, TASK);
    const saved = outbox.run("task 7", () => api.setCompleted(7, true));
    await new Promise((resolve) => setTimeout(resolve, 300));
    away = false;
    expect(await saved).toEqual(TASK);
  });

  it("is handed back when the service is well and goes on answering 503 to it", async () => {
    const outbox = new Outbox(connectivity, { most: 2 });
    server.answer = ({ path }, response) =>
      path.includes("health") ? json(response, 200, {}) : problem(response, 503, "unavailable", {}, { "Retry-After": "0" });
    await expect(outbox.run("task 7", () => api.setCompleted(7, true))).rejects.toMatchObject({ status: 503 });
    expect(server.seen.filter(({ method }) => method === "PATCH")).toHaveLength(2);
  });

  it("waits for the first sending of it, which the service is still at", async () => {
    const outbox = new Outbox(connectivity);
    let answers = 0;
    server.answer = (_, response) =>
      (answers += 1) <= 5
        ? problem(response, 409, "idempotency_in_flight", {}, { "Retry-After": "0" })
        : json(response, 201, TASK);
    expect(await outbox.run("create", () => api.create({ title: "Water the plants" }, "key-1"))).toEqual(TASK);
    expect(new Set(server.seen.map(({ headers }) => headers["idempotency-key"]))).toEqual(new Set(["key-1"]));
  });

  it("is not sent again once nobody is signed in, and the next one is not held up by it", async () => {
    const outbox = new Outbox(connectivity);
    server.answer = (_, response) => problem(response, 401, "invalid_token");
    await expect(outbox.run("a", () => api.setCompleted(7, true))).rejects.toBeInstanceOf(SignedOutError);
    expect(outbox.waiting).toBe(0);
    expect(await outbox.run("a", async () => "next")).toBe("next");
  });
});

describe("the end of a session", () => {
  it("is told apart from a service that refuses the tokens of somebody who is signed in", async () => {
    server.answer = (_, response) => problem(response, 401, "invalid_token");
    await expect(api.get(7)).rejects.toBeInstanceOf(SignedOutError);
    expect(signedOut).toEqual(["refused"]);

    const tokens = new TokenSource(async () => null);
    const ended = new Http({ baseUrl: server.url, tokens, onSignedOut: (why) => signedOut.push(why) });
    await expect(new TasksApi(ended, "alice").get(7)).rejects.toBeInstanceOf(SignedOutError);
    expect(signedOut).toEqual(["refused", "nobody"]);
  });
});

describe("the change feed", () => {
  const page = (more: object) => ({ items: [], deleted: [], next: "p", has_more: false, full: true, ...more });

  it("forgets what it has read when its place gets too old in the middle of the first walk", async () => {
    const pages = [page({ items: [TASK, { id: 8, version: 1 }], next: "a", has_more: true }), null, page({ items: [TASK] })];
    server.answer = (_, response) => {
      const next = pages.shift();
      if (next) json(response, 200, next);
      else problem(response, 410, "resync_required");
    };
    // 8 was removed for good meanwhile: the second reading says nothing of it.
    expect(await new ChangeFeed(api).catchUp()).toEqual({ changed: [TASK], deleted: [], complete: true });
  });
});
