import type { Auth } from "./auth.ts";
import type { ApiTokens } from "./api-token.ts";
import { mailsTo } from "./outbox.ts";

type Body = Record<string, unknown>;
type Route = (body: Body) => Promise<unknown>;

/**
 * What only a test may ask, beside Better Auth's own routes: open the outbox, sign chosen claims with the real keys,
 * make somebody an admin, retire the signing key. Each is `POST /test/<name>` with a JSON object.
 */
export function testRoutes(auth: Auth, tokens: ApiTokens): Record<string, Route> {
  return {
    "/test/outbox": async ({ email }) => ({ mails: mailsTo(String(email)) }),

    "/test/sign": async ({ claims, with: key }) => {
      if (key === "api-secret") return { token: await tokens.sign(claims as Body) };
      return auth.api.signJWT({ body: { payload: claims as Body } });
    },

    "/test/role": async ({ userId, role }) => {
      const { internalAdapter } = await auth.$context;
      await internalAdapter.updateUser(String(userId), { role });
      return {};
    },

    // Rotation waits for `rotationInterval`; a test does not: it dates the key's end to now, as the plugin would have.
    "/test/retire-keys": async ({ forget }) => {
      const { adapter } = await auth.$context;
      const keys = await adapter.findMany<{ id: string }>({ model: "jwks" });
      for (const { id } of keys) {
        const where = [{ field: "id", value: id }];
        if (forget === true) await adapter.delete({ model: "jwks", where });
        else await adapter.update({ model: "jwks", where, update: { expiresAt: new Date(Date.now() - 1000) } });
      }
      return { retired: keys.map(({ id }) => id) };
    },
  };
}
