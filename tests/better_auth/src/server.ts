/** A real Better Auth behind Node's own http server, on 127.0.0.1, for as long as whoever started it holds its stdin open. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { getMigrations } from "better-auth/db/migration";
import { fromNodeHeaders, toNodeHandler } from "better-auth/node";
import type { ApiTokens } from "./api-token.ts";
import { type Auth, makeAuth } from "./auth.ts";
import { readOptions } from "./options.ts";
import { testRoutes } from "./test-routes.ts";

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString("utf8")) as Record<string, unknown>;
}

/** The `hs256-route` way: what `app/api/token/route.ts` is in a Next.js project. */
async function apiTokenRoute(auth: Auth, tokens: ApiTokens, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const headers = fromNodeHeaders(request.headers);
  const signedIn = await auth.api.getSession({ headers, query: { disableCookieCache: true } });
  if (signedIn === null) answer(response, 401, { message: "Unauthorized" });
  else answer(response, 200, { token: await tokens.issue(signedIn) });
}

function requestListener(auth: Auth, tokens: ApiTokens) {
  const betterAuth = toNodeHandler(auth);
  const forTests = testRoutes(auth, tokens);
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
    const testRoute = forTests[pathname];
    try {
      if (pathname.startsWith("/api/auth/")) await betterAuth(request, response);
      else if (pathname === "/api/token") await apiTokenRoute(auth, tokens, request, response);
      else if (testRoute !== undefined) answer(response, 200, await testRoute(await readJson(request)));
      else answer(response, 404, { message: "Not found" });
    } catch (error) {
      console.error(request.method, pathname, error);
      if (!response.headersSent) answer(response, 500, { message: String(error) });
    }
  };
}

async function main(): Promise<void> {
  const options = readOptions(process.env["BETTER_AUTH_TEST_OPTIONS"]);
  // Room for a session cookie in many chunks, which Node's default of 16 KiB would refuse.
  const server = createServer({ maxHeaderSize: 256 * 1024 });
  // The port is taken before Better Auth is made, because its base URL is part of every token.
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, "127.0.0.1", resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { auth, tokens } = makeAuth(options, options.baseUrl || url);
  await (await getMigrations(auth.options)).runMigrations();
  server.on("request", requestListener(auth, tokens));

  const stop = (): void => {
    server.closeAllConnections();
    server.close(() => process.exit(0));
  };
  process.on("SIGTERM", stop);
  // A test run that is killed cannot send SIGTERM; its end of the pipe closes all the same.
  process.stdin.on("end", stop).resume();
  process.stdout.write(`${JSON.stringify({ url })}\n`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
