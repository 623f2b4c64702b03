import "server-only";

import { headers } from "next/headers";

import type { SignedInUser } from "@/shared/signed-in-user";

import { getAuth } from "./auth";

/** Who is asking for this page, or null: asked of the database, not of a cookie's word. */
export async function signedInUser(): Promise<SignedInUser | null> {
  const session = await getAuth().api.getSession({ headers: await headers(), query: { disableCookieCache: true } });
  if (!session) return null;
  const { id, name, email } = session.user;
  return { id, name, email };
}
