import type { Connectivity } from "./connectivity";
import { ApiError, NetworkError } from "./errors";
import { saidByProxy } from "./http";

const MOST_TRIES = 8;
const LONGEST_WAIT_SECONDS = 60;

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

  /** @param limits how often a write is sent to a service that can be reached and says that it cannot take it now. */
  constructor(
    private readonly connectivity: Connectivity,
    private readonly limits: { readonly most: number } = { most: MOST_TRIES },
  ) {}

  /** How many writes have not been answered yet. */
  get waiting(): number {
    return this.#waiting;
  }

  /** @returns a function that ends the subscription. */
  subscribe(listener: (waiting: number) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * @throws whatever `write` throws, except what passes: NetworkError is waited out however long it takes; a service that
   *   is busy, unavailable or still at the first sending of the same write is asked again a few times.
   */
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
    for (let tries = 1; ; tries += 1) {
      await this.connectivity.whenOnline();
      try {
        return await write();
      } catch (error) {
        if (error instanceof NetworkError) {
          // Whoever made the call should have said so already; saying it again makes sure that the wait ends by a probe.
          this.connectivity.report(false);
          tries = 0;
        } else if (passes(error) && tries < this.limits.most) {
          if (saidByProxy(error.status)) await this.connectivity.probeNow();
          if (this.connectivity.online) await pause(Math.min((error.retryAfter ?? 1) * 2 ** (tries - 1), LONGEST_WAIT_SECONDS));
          else tries = 0;
        } else throw error;
      }
    }
  }

  #count(change: number): void {
    this.#waiting += change;
    for (const listener of [...this.#listeners]) listener(this.#waiting);
  }
}

function passes(error: unknown): error is ApiError {
  if (!(error instanceof ApiError)) return false;
  return saidByProxy(error.status) || ((error.status === 409 || error.status === 429) && error.retryAfter !== null);
}

function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
