import type { Call, Http, Reply } from "./http";
import { queryText } from "./http";

// More than a list has pages that somebody has scrolled through: with fewer, a walk through them all would find none.
const KEPT = 300;

/** Reads with `If-None-Match`: an unchanged answer costs no body, and comes back as the very same object. */
export class ConditionalReader {
  readonly #kept = new Map<string, Reply<unknown>>();

  constructor(private readonly http: Http) {}

  /** @throws as Http.send. */
  async read<T>(call: Omit<Call, "method">): Promise<Reply<T>> {
    const key = call.path + queryText(call.query);
    const known = this.#kept.get(key) as Reply<T> | undefined;
    const etag = known?.headers.get("ETag");
    const fresh = await this.http.send<T>({
      ...call,
      method: "GET",
      headers: { ...call.headers, ...(etag ? { "If-None-Match": etag } : {}) },
    });
    const reply = fresh.status === 304 && known ? known : fresh;
    this.#keep(key, reply);
    return reply;
  }

  clear(): void {
    this.#kept.clear();
  }

  #keep(key: string, reply: Reply<unknown>): void {
    // Deleting first moves the key to the end: the map's order is the order of use.
    this.#kept.delete(key);
    this.#kept.set(key, reply);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > KEPT && oldest !== undefined) this.#kept.delete(oldest);
  }
}
