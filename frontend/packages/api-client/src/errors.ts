/**
 * What can go wrong, as classes:
 *
 *     ClientError
 *     ├── NetworkError      the service could not be reached, or did not answer in time
 *     ├── SignedOutError    nobody is signed in any more
 *     └── ApiError          the service answered with a problem (RFC 9457)
 *         └── ConflictError    somebody else changed the task first (412)
 */
export abstract class ClientError extends Error {}

export class NetworkError extends ClientError {
  override readonly name = "NetworkError";
}

export class SignedOutError extends ClientError {
  override readonly name = "SignedOutError";
}

/** One thing wrong with a request: `pointer` names a member of the body, `parameter` one of the query. */
export interface ProblemItem {
  readonly pointer?: string;
  readonly parameter?: string;
  readonly code: string;
  readonly detail: string;
}

/** An `application/problem+json` body. Members beyond these are kept. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly request_id?: string;
  readonly errors?: readonly ProblemItem[];
  readonly [member: string]: unknown;
}

export class ApiError extends ClientError {
  override readonly name: string = "ApiError";
  readonly status: number;
  readonly code: string;

  constructor(
    readonly problem: Problem,
    /** Seconds the service asks to wait, or null when it did not say. */
    readonly retryAfter: number | null = null,
  ) {
    super(problem.detail);
    this.status = problem.status;
    this.code = problem.code;
  }

  /**
   * What is wrong, by field of a form.
   *
   * @param prefix the JSON pointer under which the form's fields lie, `#` for the whole body.
   * @returns the first detail for each field (`#/tags/3` belongs to `tags`); what fits no field is under `""`.
   */
  fieldErrors(prefix = "#"): Record<string, string> {
    const found: Record<string, string> = {};
    for (const item of this.problem.errors ?? []) {
      found[fieldOf(item, prefix)] ??= item.detail;
    }
    if (Object.keys(found).length === 0) found[""] = this.problem.detail;
    return found;
  }
}

export class ConflictError extends ApiError {
  override readonly name = "ConflictError";

  /** The version the service holds now, when it says so. */
  get currentVersion(): number | null {
    const version = this.problem["current_version"];
    return typeof version === "number" ? version : null;
  }
}

function fieldOf(item: ProblemItem, prefix: string): string {
  if (item.parameter !== undefined) return item.parameter;
  const inside = `${prefix}/`;
  if (!item.pointer?.startsWith(inside)) return "";
  const [first = ""] = item.pointer.slice(inside.length).split("/");
  return first.replaceAll("~1", "/").replaceAll("~0", "~");
}

/** The service answered with what cannot be read: a proxy or a captive portal may have spoken for it. */
export function unexpected(status: number): ApiError {
  return new ApiError(unexpectedProblem(status));
}

/** Reads a failed response into an error; a body that is no problem document still gives a usable one. */
export async function errorFrom(response: Response): Promise<ApiError> {
  const problem = await readProblem(response);
  const retryAfter = seconds(response.headers.get("Retry-After"));
  return response.status === 412 ? new ConflictError(problem, retryAfter) : new ApiError(problem, retryAfter);
}

async function readProblem(response: Response): Promise<Problem> {
  const fallback = unexpectedProblem(response.status);
  try {
    const body: unknown = await response.json();
    if (typeof body !== "object" || body === null) return fallback;
    const { errors, detail, ...rest } = body as Readonly<Record<string, unknown>>;
    return {
      ...fallback,
      ...rest,
      ...(typeof detail === "string" ? { detail } : {}),
      ...(Array.isArray(errors) ? { errors: errors as readonly ProblemItem[] } : {}),
      status: response.status,
    };
  } catch {
    return fallback;
  }
}

function unexpectedProblem(status: number): Problem {
  const detail = `The service answered with status ${status}.`;
  return { status, code: "unexpected_response", title: "Unexpected response", detail };
}

function seconds(header: string | null): number | null {
  return header !== null && /^\d{1,6}$/.test(header) ? Number(header) : null;
}
