import { SignedOutError } from "./errors";

/** A bearer token and how many seconds it lives from now. */
export interface IssuedToken {
  readonly token: string;
  readonly expires_in: number;
}

/** Asks one's own server for a token; null when nobody is signed in. Rejects with NetworkError when it is away. */
export type FetchToken = () => Promise<IssuedToken | null>;

interface Held {
  readonly token: string;
  readonly staleAt: number;
  readonly endsAt: number;
}

const MARGIN_SECONDS = 30;
const RETRY_SECONDS = 5;

/**
 * Holds the API token, in memory only, and renews it before it ends.
 *
 * Ages are measured on a clock that only runs forward, from the moment of arrival, so a wrong wall clock on either
 * side does no harm. However many callers ask at once, there is one request.
 */
export class TokenSource {
  #held: Held | null = null;
  #pending: Promise<string> | null = null;
  #generation = 0;

  constructor(
    private readonly fetchToken: FetchToken,
    private readonly now: () => number = () => performance.now() / 1000,
  ) {}

  /** @throws SignedOutError when nobody is signed in; NetworkError when the server cannot be reached. */
  get(): Promise<string> {
    if (this.#held && this.now() < this.#held.staleAt) return Promise.resolve(this.#held.token);
    this.#pending ??= this.#renew();
    return this.#pending;
  }

  /** The service refused this token: forget it, unless a newer one has already taken its place. */
  refuse(token: string): void {
    if (this.#held?.token === token) this.#held = null;
  }

  /** Forget everything, also a token that is still on its way. */
  clear(): void {
    this.#generation += 1;
    this.#held = null;
    this.#pending = null;
  }

  async #renew(): Promise<string> {
    const generation = this.#generation;
    try {
      const askedAt = this.now();
      const issued = await this.fetchToken();
      if (generation !== this.#generation) throw new SignedOutError("Everything was cleared meanwhile.");
      this.#held = issued && heldFrom(issued, askedAt);
      if (this.#held === null) throw new SignedOutError("Nobody is signed in.");
      return this.#held.token;
    } catch (error) {
      const held = generation === this.#generation ? this.#held : null;
      if (held === null || this.now() >= held.endsAt) throw error;
      // It was only due for renewal: it is good to its end, and the server is asked again in a moment.
      this.#held = { ...held, staleAt: Math.min(this.now() + RETRY_SECONDS, held.endsAt) };
      return held.token;
    } finally {
      if (generation === this.#generation) this.#pending = null;
    }
  }
}

function heldFrom({ token, expires_in }: IssuedToken, askedAt: number): Held {
  return { token, staleAt: askedAt + usableSeconds(expires_in), endsAt: askedAt + expires_in };
}

/** The margin, but never more than a fifth of the life, so that very short tokens are used at all. */
function usableSeconds(life: number): number {
  return life - Math.min(MARGIN_SECONDS, life / 5);
}
