import { describe, expect, it } from "vitest";

import { NetworkError, SignedOutError, TokenSource, type IssuedToken } from "../src/index";

/** Counts what it hands out, on a clock that the test sets. */
function setUp(expires_in = 300) {
  const clock = { now: 1000 };
  let count = 0;
  const issue = async (): Promise<IssuedToken | null> => ({ token: `token ${++count}`, expires_in });
  return { clock, source: new TokenSource(issue, () => clock.now), issued: () => count };
}

describe("TokenSource", () => {
  it("asks once and keeps the token", async () => {
    const { source, issued } = setUp();
    expect(await source.get()).toBe("token 1");
    expect(await source.get()).toBe("token 1");
    expect(issued()).toBe(1);
  });

  it("asks once for many callers at a time", async () => {
    const { source, issued } = setUp();
    const tokens = await Promise.all(Array.from({ length: 50 }, () => source.get()));
    expect(new Set(tokens)).toEqual(new Set(["token 1"]));
    expect(issued()).toBe(1);
  });

  it("renews half a minute before the end", async () => {
    const { clock, source } = setUp(300);
    await source.get();
    clock.now += 269;
    expect(await source.get()).toBe("token 1");
    clock.now += 2;
    expect(await source.get()).toBe("token 2");
  });

  it("uses a token of a few seconds, too", async () => {
    const { clock, source } = setUp(5);
    await source.get();
    clock.now += 3;
    expect(await source.get()).toBe("token 1");
    clock.now += 2;
    expect(await source.get()).toBe("token 2");
  });

  it("forgets a refused token, but not the one after it", async () => {
    const { source } = setUp();
    const first = await source.get();
    source.refuse(first);
    expect(await source.get()).toBe("token 2");
    source.refuse(first);
    expect(await source.get()).toBe("token 2");
  });

  it("says so when nobody is signed in, and asks again the next time", async () => {
    const answers: (IssuedToken | null)[] = [null, { token: "token", expires_in: 300 }];
    const source = new TokenSource(async () => answers.shift() ?? null);
    await expect(source.get()).rejects.toBeInstanceOf(SignedOutError);
    expect(await source.get()).toBe("token");
  });

  it("throws away a token that arrives after everything was cleared", async () => {
    let arrive = (token: IssuedToken): void => void token;
    const source = new TokenSource(() => new Promise((resolve) => (arrive = resolve)));
    const waiting = source.get();
    source.clear();
    arrive({ token: "somebody else's", expires_in: 300 });
    await expect(waiting).rejects.toBeInstanceOf(SignedOutError);
  });

  it("tries again after a failure", async () => {
    let fail = true;
    const source = new TokenSource(async () => {
      if (fail) throw new Error("away");
      return { token: "token", expires_in: 300 };
    });
    await expect(source.get()).rejects.toThrow("away");
    fail = false;
    expect(await source.get()).toBe("token");
  });
});

describe("a TokenSource whose server is away", () => {
  function failing() {
    const clock = { now: 1000 };
    const answers: (IssuedToken | null | Error)[] = [];
    const source = new TokenSource(
      async () => {
        const answer = answers.length > 0 ? answers.shift() : new NetworkError("away");
        if (answer instanceof Error) throw answer;
        return answer ?? null;
      },
      () => clock.now,
    );
    return { clock, answers, source };
  }

  it("goes on with the token that is due for renewal until its very end", async () => {
    const { clock, answers, source } = failing();
    answers.push({ token: "token", expires_in: 300 });
    await source.get();
    clock.now += 280;
    expect(await source.get()).toBe("token");
    clock.now += 21;
    await expect(source.get()).rejects.toBeInstanceOf(NetworkError);
  });

  it("does not go on with a token that the service has refused, or after the session's end", async () => {
    const { clock, answers, source } = failing();
    answers.push({ token: "token", expires_in: 300 });
    source.refuse(await source.get());
    await expect(source.get()).rejects.toBeInstanceOf(NetworkError);

    answers.push({ token: "second", expires_in: 300 }, null);
    await source.get();
    clock.now += 280;
    await expect(source.get()).rejects.toBeInstanceOf(SignedOutError);
    await expect(source.get()).rejects.toBeInstanceOf(NetworkError);
  });
});
