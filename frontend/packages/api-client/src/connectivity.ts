import { saidByProxy } from "./http";

/** What a call has shown; `unsure` is an answer that a proxy may have given in the service's place. */
export type Reach = boolean | "unsure";

/** Whether the service can be reached, as far as anyone has noticed, and a way to wait until it can. */
export class Connectivity {
  #online = true;
  #listeners = new Set<(online: boolean) => void>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #delay = FIRST_PROBE;
  #probing: Promise<void> | null = null;

  /**
   * @param probe asks for something cheap and public; resolves to whether the service answered.
   */
  constructor(private readonly probe: () => Promise<boolean>) {}

  get online(): boolean {
    return this.#online;
  }

  /** @returns a function that ends the subscription. */
  subscribe(listener: (online: boolean) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tell what a call has shown. From the first failure on, the service is probed until it answers. */
  report(reached: Reach): void {
    if (reached === "unsure") {
      if (this.#online) void this.probeNow();
      return;
    }
    if (reached !== this.#online) {
      this.#online = reached;
      this.#delay = FIRST_PROBE;
      for (const listener of [...this.#listeners]) listener(reached);
    }
    if (reached) this.stop();
    else this.#timer ??= setTimeout(() => void this.probeNow(), this.#delay);
  }

  /** Probe at once, as when the browser says that the network is back; when a probe is on its way, that one. */
  probeNow(): Promise<void> {
    this.#probing ??= this.#probe().finally(() => {
      this.#probing = null;
    });
    return this.#probing;
  }

  async #probe(): Promise<void> {
    this.stop();
    this.#delay = Math.min(this.#delay * 2, LONGEST_PROBE);
    this.report(await this.probe());
  }

  /** Resolves as soon as the service can be reached; at once when it can. */
  async whenOnline(): Promise<void> {
    if (this.#online) return;
    await new Promise<void>((resolve) => {
      const end = this.subscribe((online) => {
        if (!online) return;
        end();
        resolve();
      });
    });
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

const FIRST_PROBE = 1_000;
const LONGEST_PROBE = 15_000;

/** A probe by HTTP: any answer at all means that the service is there, except 502–504, which a proxy gives for it. */
export function httpProbe(url: string): () => Promise<boolean> {
  return async () => {
    try {
      const response = await fetch(url, { cache: "no-store", credentials: "omit", signal: AbortSignal.timeout(5_000) });
      return !saidByProxy(response.status);
    } catch {
      return false;
    }
  };
}
