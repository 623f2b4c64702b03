export interface PollOptions {
  /** Seconds between two rounds while all is well. */
  readonly every: number;
  /** Asked before each round; a round is left out while it says no. */
  readonly active?: () => boolean;
}

const SLOWEST_SECONDS = 300;

/** Calls something again and again, one round at a time; after failures ever more slowly, after a success as before. */
export class Poller {
  #timer: ReturnType<typeof setTimeout> | null = null;
  #running: Promise<void> | null = null;
  #failures = 0;
  #stopped = true;

  constructor(
    private readonly round: () => Promise<unknown>,
    private readonly options: PollOptions,
  ) {}

  start(): void {
    this.#stopped = false;
    this.#schedule();
  }

  stop(): void {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** A round at once; when one is on its way, that one. */
  now(): Promise<void> {
    this.#running ??= this.#once();
    return this.#running;
  }

  async #once(): Promise<void> {
    try {
      await this.round();
      this.#failures = 0;
    } catch {
      // Who wants to know listens in `round`; here a failure only means to ask less often.
      this.#failures += 1;
    } finally {
      this.#running = null;
      this.#schedule();
    }
  }

  #schedule(): void {
    if (this.#stopped) return;
    if (this.#timer) clearTimeout(this.#timer);
    const seconds = Math.min(this.options.every * 2 ** this.#failures, SLOWEST_SECONDS);
    // Spread over ±10 %, so that many clients do not march in step.
    this.#timer = setTimeout(() => this.#tick(), seconds * (900 + Math.random() * 200));
  }

  #tick(): void {
    if (this.options.active?.() ?? true) void this.now();
    else this.#schedule();
  }
}
