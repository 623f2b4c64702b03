import {
  ChangeFeed,
  Connectivity,
  Http,
  httpProbe,
  NetworkError,
  Outbox,
  SignedOutError,
  TasksApi,
  TokenSource,
  type IssuedToken,
} from "@tasks/api-client";

/** Everything a signed-in page needs to talk to the service, made once per person. */
export interface Api {
  readonly tasks: TasksApi;
  readonly feed: ChangeFeed;
  readonly outbox: Outbox;
  readonly connectivity: Connectivity;
}

/**
 * @param apiUrl the service's address without a slash at the end.
 * @param onSignedOut called when the session has ended, here or elsewhere, or the service does not accept it.
 */
export function createApi(apiUrl: string, userId: string, onSignedOut: (why: "nobody" | "refused") => void): Api {
  const tokens = new TokenSource(() => fetchToken(userId));
  const service = httpProbe(`${apiUrl}/api/health/live`);
  // Without tokens the service is of no use: both must be there.
  const connectivity = new Connectivity(async () => {
    const answers = await Promise.all([service(), given(tokens)]);
    return answers.every(Boolean);
  });
  const http = new Http({
    baseUrl: apiUrl,
    tokens,
    onSignedOut,
    onReach: (reached) => connectivity.report(reached),
  });
  const tasks = new TasksApi(http, userId);
  return { tasks, feed: new ChangeFeed(tasks), outbox: new Outbox(connectivity), connectivity };
}

/**
 * Whether the sign-in server says who is there; that nobody is, is an answer, too. Asked for the token itself: a server
 * that is up and refuses tokens (429, 500) would otherwise be back and away again every second.
 */
async function given(tokens: TokenSource): Promise<boolean> {
  try {
    await tokens.get();
    return true;
  } catch (error) {
    return error instanceof SignedOutError;
  }
}

/** Our own route; its cookie says who asks. Null when that is not, or not any more, the person of this page. */
async function fetchToken(userId: string): Promise<IssuedToken | null> {
  let response: Response;
  try {
    response = await fetch("/api/token", { cache: "no-store", signal: AbortSignal.timeout(15_000) });
  } catch (error) {
    throw new NetworkError("The sign-in server could not be reached.", { cause: error });
  }
  if (response.status === 401) return null;
  if (!response.ok) throw new NetworkError(`The sign-in server answered with status ${response.status}.`);
  const issued = (await response.json()) as IssuedToken & { readonly user_id: string };
  return issued.user_id === userId ? issued : null;
}
