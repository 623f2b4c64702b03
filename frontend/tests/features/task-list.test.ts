/** What is on the screen while reads and writes overtake each other. */
import { Http, TasksApi, TokenSource, type Task } from "@tasks/api-client";
import type { ServerResponse } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { TaskList } from "@/features/task-list/task-list";

import { json, TestServer } from "../../packages/api-client/test/server";

const one = { id: 1, title: "One", completed: false, version: 1 } as Task;
const two = { id: 2, title: "Two", completed: false, version: 1 } as Task;

let server: TestServer;
let list: TaskList;

beforeEach(async () => {
  server = await TestServer.start();
  const tokens = new TokenSource(async () => ({ token: "token", expires_in: 300 }));
  list = new TaskList(new TasksApi(new Http({ baseUrl: server.url, tokens }), "alice"));
  server.answer = (_, response) => json(response, 200, [one, two]);
  await list.show({});
});

afterEach(() => server.stop());

/** A read that is answered when the test says so, with what was true when it was asked. */
function slowly(): { answer: (tasks: readonly Task[]) => void } {
  const waiting: ServerResponse[] = [];
  server.answer = (_, response) => waiting.push(response);
  return {
    answer: (tasks) => {
      for (const response of waiting) json(response, 200, tasks);
    },
  };
}

async function asked(count: number): Promise<void> {
  while (server.seen.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
}

const titles = (): string[] => list.getState().tasks.map(({ title }) => title);

describe("a read that was asked before a write and answered after it", () => {
  it("does not take back what the service has saved", async () => {
    const read = slowly();
    const refreshed = list.refresh();
    await asked(2);
    list.put({ ...one, completed: true, version: 2 });
    read.answer([one, two]);
    await refreshed;
    expect(list.find(1)).toMatchObject({ completed: true, version: 2 });
  });

  it("does not bring back what was removed, nor lose what was added", async () => {
    const read = slowly();
    const refreshed = list.refresh();
    await asked(2);
    list.forget([1]);
    list.prepend({ ...two, id: 3, title: "Three" });
    read.answer([one, two]);
    await refreshed;
    expect(titles()).toEqual(["Three", "Two"]);
  });

  it("is made good by the next one", async () => {
    const read = slowly();
    const refreshed = list.refresh();
    await asked(2);
    list.forget([1]);
    read.answer([one, two]);
    await refreshed;
    server.answer = (_, response) => json(response, 200, [{ ...two, title: "Zwei", version: 2 }]);
    await list.refresh();
    expect(titles()).toEqual(["Zwei"]);
  });
});

describe("two reads at a time", () => {
  it("leave the later one's answer, whichever comes last", async () => {
    const waiting: ServerResponse[] = [];
    server.answer = (_, response) => waiting.push(response);
    const first = list.refresh();
    await asked(2);
    const second = list.refresh();
    await asked(3);
    json(waiting[1] as ServerResponse, 200, [{ ...one, title: "Newer", version: 3 }]);
    await second;
    json(waiting[0] as ServerResponse, 200, [{ ...one, title: "Older", version: 2 }]);
    await first;
    expect(titles()).toEqual(["Newer"]);
  });
});

describe("two changes of one task that wait for their answers", () => {
  it("are forgotten one by one", () => {
    const forgetFirst = list.assume(1, { completed: true });
    const forgetSecond = list.assume(1, { completed: false, priority: "high" });
    forgetFirst();
    expect(list.find(1)).toMatchObject({ completed: false, priority: "high", waiting: true });
    forgetSecond();
    expect(list.find(1)).toMatchObject({ completed: false, waiting: false });
  });

  it("show the earlier one again when the later is refused", () => {
    list.assume(1, { completed: true });
    list.assume(1, { completed: false })();
    expect(list.find(1)).toMatchObject({ completed: true, waiting: true });
  });
});

describe("two moves that wait for their answers", () => {
  it("keep the later order when the earlier is refused", () => {
    const back = list.reorder([2, 1]);
    list.reorder([1, 2]);
    back();
    expect(titles()).toEqual(["One", "Two"]);
    list.reorder([2, 1])();
    expect(titles()).toEqual(["One", "Two"]);
  });

  it("keep the order on the screen over a read that was asked before", async () => {
    const read = slowly();
    const refreshed = list.refresh();
    await asked(2);
    list.reorder([2, 1]);
    read.answer([{ ...one, version: 2 }, two]);
    await refreshed;
    expect(titles()).toEqual(["Two", "One"]);
  });
});
