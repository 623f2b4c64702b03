import { signApiToken } from "@/server/api-token";
import { getAuth } from "@/server/auth";
import { readEnv } from "@/server/env";

const NO_STORE = { "Cache-Control": "no-store" };

/** A token for the REST service, for whoever is signed in now: the session is read from the database every time. */
export async function GET(request: Request): Promise<Response> {
  const { headers, response: session } = await getAuth().api.getSession({
    headers: request.headers,
    // Says what is meant even if somebody turns the cookie cache on: after sign-out there is no token.
    query: { disableCookieCache: true },
    returnHeaders: true,
  });
  if (!session) {
    return Response.json({ error: "Nobody is signed in." }, { status: 401, headers: NO_STORE });
  }
  const env = readEnv();
  const { user } = session;
  const token = await signApiToken(
    { userId: user.id, sessionId: session.session.id, name: user.name },
    { origin: env.url.origin, secret: env.secret, seconds: env.apiTokenSeconds },
  );
  const reply = Response.json(
    { token, expires_in: env.apiTokenSeconds, user_id: user.id },
    { headers: NO_STORE },
  );
  // A session used after a day is prolonged; the browser has to hear of it.
  for (const cookie of headers.getSetCookie()) reply.headers.append("Set-Cookie", cookie);
  return reply;
}
