import "server-only";

import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";

/**
 * Makes X-Forwarded-For true before anything reads it: it ends with the address that the connection comes from.
 *
 * Next.js fills the header in only where it is missing, and Better Auth counts tries by it; so whoever writes it would
 * choose by which address their guesses are counted. With proxies in front, Better Auth reads from the right and passes
 * over theirs; without, what the client says of itself goes.
 *
 * @param behindProxies whether any proxy is trusted to have written the rest.
 */
export function witnessAddresses(behindProxies: boolean): void {
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { readonly request: IncomingMessage };
    const said = behindProxies ? request.headers["x-forwarded-for"] : undefined;
    request.headers["x-forwarded-for"] = [said, request.socket.remoteAddress].filter(Boolean).join(", ");
  });
}
