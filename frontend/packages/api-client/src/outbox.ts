import type { Connectivity } from "./connectivity";
import { NetworkError } from "./errors";

/**
 * Writes that survive a lost connection: they wait until the service is back and are sent again.
 *
 * Only for writes that may be repeated (explicit values, `If-Match`, `Idempotency-Key`): a write whose answer was lost may
 * have happened. Writes with the same key go one after the other, in the order they were given.
 */
export class Outbox {
  readonly #tails = new Map<string, Promise<unknown>>();
  readonly #listeners = new Set<(waiting: number) => void>();
  #waiting = 0;

  constructor(private readonly connectivity: Connectivity) {}

  /** How many writes have not been answered yet. */
  get waiting(): number {
    return this.#waiting;
  }

  /** @returns a function that ends the subscription. */
  subscribe(listener: (waiting: number) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** @throws whatever `write` throws, except NetworkError, which is waited out. */
  run<T>(key: string, write: () => Promise<T>): Promise<T> {
    this.#count(+1);
    const before = this.#tails.get(key) ?? Promise.resolve();
    const result = before.catch(() => undefined).then(() => this.#persist(write));
    this.#tails.set(key, result);
    const done = (): void => {
      this.#count(-1);
      if (this.#tails.get(key) === result) this.#tails.delete(key);
    };
    result.then(done, done);
    return result;
  }

  async #persist<T>(write: () => Promise<T>): Promise<T> {
    for (;;) {
      await this.connectivity.whenOnline();
      try {
        return await write();
      } catch (error) {
        if (!(error instanceof NetworkError)) throw error;
        // Whoever made the call should have said so already; saying it again makes sure that the wait ends by a probe.
        this.connectivity.report(false);
      }
    }
  }

  #count(change: number): void {
    this.#waiting += change;
    for (const listener of [...this.#listeners]) listener(this.#waiting);
  }
}
