import { ApiError, ClientError, NetworkError, SignedOutError } from "@tasks/api-client";

/** Any failure in one sentence for the person at the screen. */
export function explain(error: unknown): string {
  if (error instanceof NetworkError) return "The service cannot be reached just now.";
  if (error instanceof SignedOutError) return "You have been signed out.";
  if (error instanceof ApiError) return explainStatus(error);
  if (error instanceof ClientError) return error.message;
  return "Something went wrong here. Reload the page and try again.";
}

function explainStatus(error: ApiError): string {
  if (error.status === 404) return "This task is not there any more.";
  if (error.status === 412) return "This task was changed elsewhere in the meantime.";
  if (error.status === 429) return `That was a little fast. Try again in ${error.retryAfter ?? 60} seconds.`;
  if (error.status >= 500) return "The service is having trouble. Try again in a moment.";
  return Object.values(error.fieldErrors())[0] ?? error.message;
}
