/** How much a list that stands still costs, and that nothing which happens elsewhere is missed. */
import { ChangeFeed, Http, TasksApi, TokenSource, type Task } from "@tasks/api-client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { ListFollower } from "@/features/task-list/list-follower";
import { TaskList } from "@/features/task-list/task-list";

import { json, problem, TestServer, type Seen } from "../../packages/api-client/test/server";

const PAGES = 100;

let server: TestServer;
let list: TaskList;
let follower: ListFollower;
let stop: () => void;
let titles: string[];
let news: Task[];

const asTask = (title: string, id: number): Task => ({ id, title, version: 1 }) as Task;

/** A list of a task a page, with ETags, and a change feed: what the service is to the front end. */
function answer(request: Seen, response: Parameters<TestServer["answer"]>[1]): void {
  const url = new URL(request.path, server.url);
  if (url.pathname.endsWith("/changes")) {
    const full = !url.searchParams.has("since");
    return json(response, 200, { items: full ? [] : news.splice(0), deleted: [], next: "place", has_more: false, full });
  }
  const page = Number(url.searchParams.get("cursor") ?? 0);
  const etag = `"${page} ${titles[page]}"`;
  if (request.headers["if-none-match"] === etag) return void response.writeHead(304, { ETag: etag }).end();
  const more = page + 1 < PAGES ? { Link: `</tasks?cursor=${page + 1}>; rel="next"` } : {};
  json(response, 200, [asTask(titles[page] ?? "", page)], { ETag: etag, "X-Total-Count": String(PAGES), ...more });
}

beforeEach(async () => {
  titles = Array.from({ length: PAGES }, (_, index) => `Task ${index}`);
  news = [];
  server = await TestServer.start();
  server.answer = answer;
  const tokens = new TokenSource(async () => ({ token: "token", expires_in: 300 }));
  const api = new TasksApi(new Http({ baseUrl: server.url, tokens }), "alice");
  list = new TaskList(api);
  await list.show({});
  for (let page = 1; page < PAGES; page += 1) await list.more();
  follower = new ListFollower(new ChangeFeed(api), list);
  stop = follower.start();
});

afterEach(async () => {
  stop();
  await server.stop();
});

function change(page: number, title: string): void {
  titles[page] = title;
  news.push(asTask(title, page));
}

describe("a list of a hundred pages", () => {
  it("costs one request a look while nothing happens", async () => {
    await follower.look();
    const before = server.seen.length;
    for (let round = 0; round < 5; round += 1) await follower.look();
    expect(server.seen.slice(before).map(({ path }) => new URL(path, server.url).pathname)).toEqual(
      Array.from({ length: 5 }, () => "/api/alice/tasks/changes"),
    );
  });

  it("is read again after a change, with the body of the changed page alone", async () => {
    await follower.look();
    change(70, "Changed elsewhere");
    const before = server.seen.length;
    await follower.look();
    const reads = server.seen.slice(before).filter(({ path }) => !path.includes("/changes"));
    expect(reads.filter(({ headers }) => headers["if-none-match"] === undefined)).toEqual([]);
    expect(list.find(70)?.title).toBe("Changed elsewhere");
  });
});

describe("a change elsewhere is not missed", () => {
  it("when it came before the first look", async () => {
    titles[3] = "Changed before";
    await follower.look();
    expect(list.find(3)?.title).toBe("Changed before");
  });

  it("when somebody else has taken the news", async () => {
    const tokens = new TokenSource(async () => ({ token: "token", expires_in: 300 }));
    const feed = new ChangeFeed(new TasksApi(new Http({ baseUrl: server.url, tokens }), "alice"));
    const other = new ListFollower(feed, list);
    const end = other.start();
    await other.look();
    change(3, "Changed elsewhere");
    await feed.catchUp();
    await other.look();
    end();
    expect(list.find(3)?.title).toBe("Changed elsewhere");
  });

  it("when the reading fails at first", async () => {
    await follower.look();
    change(3, "Changed elsewhere");
    server.answer = (request, response) =>
      request.path.includes("/changes") ? answer(request, response) : problem(response, 500, "internal_error");
    await expect(follower.look()).rejects.toMatchObject({ status: 500 });
    server.answer = answer;
    await follower.look();
    expect(list.find(3)?.title).toBe("Changed elsewhere");
  });

  it("when a write overtakes the reading", async () => {
    await follower.look();
    change(3, "Changed elsewhere");
    const looked = follower.look();
    list.put(asTask("Written here", 5));
    await looked;
    await follower.look();
    expect(list.find(3)?.title).toBe("Changed elsewhere");
  });

  it("nor is another day, which makes another list of what is due", async () => {
    await follower.look();
    titles[3] = "Due now";
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 86_400_000 });
    try {
      await follower.look();
    } finally {
      vi.useRealTimers();
    }
    expect(list.find(3)?.title).toBe("Due now");
  });
});
