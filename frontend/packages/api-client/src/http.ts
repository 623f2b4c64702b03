import type { Reach } from "./connectivity";
import { ApiError, errorFrom, NetworkError, SignedOutError, unexpected } from "./errors";
import type { TokenSource } from "./token";

export type QueryValue = string | number | boolean | readonly string[] | null | undefined;
export type Query = Readonly<Record<string, QueryValue>>;

export interface Call {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly query?: Query;
  readonly body?: unknown;
  /** Sent as it is instead of JSON, for uploads. */
  readonly raw?: { readonly data: BodyInit; readonly type: string };
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** How long the whole answer may take, where that is another time than usual. */
  readonly timeoutSeconds?: number;
}

export interface Reply<T> {
  readonly status: number;
  readonly data: T;
  readonly headers: Headers;
}

export interface HttpOptions {
  /** Origin of the service, without a slash at the end. */
  readonly baseUrl: string;
  readonly tokens: TokenSource;
  /**
   * Called for every call that failed because nobody is signed in, or because the service refuses even a fresh token of
   * somebody who is: its secret or clock is another. Then a sign-in page that sends signed-in people back makes a loop.
   */
  readonly onSignedOut?: (why: "nobody" | "refused") => void;
  /** Told after every call whether the service could be reached. */
  readonly onReach?: (reached: Reach) => void;
  readonly timeoutSeconds?: number;
}

const REPEATS = 2;
const LONGEST_WAIT_SECONDS = 8;

/** Sends calls with the bearer token: one retry on 401, short waits on 503 and on a write that is still in flight. */
export class Http {
  constructor(private readonly options: HttpOptions) {}

  /** @throws ApiError, ConflictError, NetworkError, SignedOutError; AbortError when `call.signal` fired. */
  async send<T>(call: Call): Promise<Reply<T>> {
    for (let repeat = 0; ; repeat += 1) {
      const response = await this.#authorized(call);
      if (response.ok || response.status === 304) return this.#reply<T>(call, response);
      const error = await errorFrom(response);
      if (repeat >= REPEATS || !worthRepeating(error, call)) throw error;
      await pause(Math.min(error.retryAfter ?? 1, LONGEST_WAIT_SECONDS), call.signal);
    }
  }

  /** The answer as a file; refused like `send` when it is not a success. */
  async download(call: Call): Promise<Blob> {
    const response = await this.#authorized(call);
    if (!response.ok) throw await errorFrom(response);
    return this.#body(call, response, () => response.blob());
  }

  async #reply<T>(call: Call, response: Response): Promise<Reply<T>> {
    const empty = response.status === 204 || response.status === 304;
    const data = empty ? undefined : await this.#body(call, response, () => response.json());
    return { status: response.status, data: data as T, headers: response.headers };
  }

  /** The head of an answer may arrive and its body not. */
  async #body<T>(call: Call, response: Response, read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      if (call.signal?.aborted) throw error;
      if (error instanceof SyntaxError) throw unexpected(response.status);
      this.options.onReach?.(false);
      throw new NetworkError("The answer broke off.", { cause: error });
    }
  }

  async #authorized(call: Call): Promise<Response> {
    const token = await this.#token();
    const first = await this.#fetch(call, token);
    if (first.status !== 401) return first;
    // It ended on the way, or the clocks disagree: once more with a fresh one.
    this.options.tokens.refuse(token);
    const second = await this.#fetch(call, await this.#token());
    if (second.status !== 401) return second;
    throw this.#signedOut("refused");
  }

  async #token(): Promise<string> {
    try {
      return await this.options.tokens.get();
    } catch (error) {
      if (error instanceof SignedOutError) throw this.#signedOut("nobody");
      if (error instanceof NetworkError) this.options.onReach?.(false);
      throw error;
    }
  }

  #signedOut(why: "nobody" | "refused"): SignedOutError {
    this.options.onSignedOut?.(why);
    return new SignedOutError("Nobody is signed in.");
  }

  async #fetch(call: Call, token: string): Promise<Response> {
    const limit = AbortSignal.timeout((call.timeoutSeconds ?? this.options.timeoutSeconds ?? 20) * 1000);
    const signal = call.signal ? AbortSignal.any([call.signal, limit]) : limit;
    try {
      const response = await fetch(this.options.baseUrl + call.path + queryText(call.query), {
        method: call.method,
        headers: headers(call, token),
        body: call.raw?.data ?? (call.body === undefined ? null : JSON.stringify(call.body)),
        signal,
        credentials: "omit",
        // ETags are handled by this package, where a 304 can be seen.
        cache: "no-store",
      });
      this.options.onReach?.(saidByProxy(response.status) ? "unsure" : true);
      return response;
    } catch (error) {
      if (call.signal?.aborted) throw error;
      this.options.onReach?.(false);
      throw new NetworkError("The service could not be reached.", { cause: error });
    }
  }
}

function headers(call: Call, token: string): Record<string, string> {
  const type = call.raw?.type ?? (call.body === undefined ? null : "application/json");
  return {
    Authorization: `Bearer ${token}`,
    Accept: "application/json",
    ...(type ? { "Content-Type": type } : {}),
    ...call.headers,
  };
}

/** A proxy answers so when the service does not; the service itself may, too. */
export function saidByProxy(status: number): boolean {
  return status >= 502 && status <= 504;
}

function worthRepeating(error: ApiError, call: Call): boolean {
  const repeatable = call.method === "GET" || call.headers?.["Idempotency-Key"] !== undefined;
  const passing = error.status === 503 || (error.status === 409 && error.retryAfter !== null);
  return repeatable && passing;
}

/** The query in a fixed order, empty values left out: equal questions have equal addresses. */
export function queryText(query: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const name of Object.keys(query).sort()) {
    const value = query[name];
    if (value === null || value === undefined || value === "") continue;
    for (const item of typeof value === "object" ? value : [value]) parameters.append(name, String(item));
  }
  const text = parameters.toString();
  return text === "" ? "" : `?${text}`;
}

/** Rejects with the signal's reason as soon as it fires. */
function pause(seconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", giveUp);
      resolve();
    }, seconds * 1000);
    if (signal?.aborted) giveUp();
    else signal?.addEventListener("abort", giveUp, { once: true });
  });
}
