"use client";

import { createAuthClient } from "better-auth/react";

/** Better Auth in the browser. It talks to this app's own origin, so it needs no address. */
export const authClient = createAuthClient();
