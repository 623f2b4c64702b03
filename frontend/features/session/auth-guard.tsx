"use client";

import { useEffect } from "react";

import { authClient } from "./auth-client";
import { leaveForSignIn } from "./leaving";

interface AuthGuardProps {
  /** Who was signed in when the server made the page, or null. */
  readonly user: { readonly id: string } | null;
  readonly children: React.ReactNode;
}

/**
 * Shows its children only while `user` is the one who is signed in.
 *
 * The server has already asked; this goes on watching, so that signing out in another tab, an ended session, or the back
 * button after signing out never leaves somebody's tasks on the screen.
 */
export function AuthGuard({ user, children }: AuthGuardProps) {
  const session = authClient.useSession();
  // Not being able to ask (offline) is no sign-out: what was allowed stays, the API decides about the data.
  const known = !session.isPending && !session.error;
  const current = known ? (session.data?.user.id ?? null) : (user?.id ?? null);
  const allowed = user !== null && current === user.id;

  useEffect(() => {
    if (current === null) leaveForSignIn();
    // Somebody else has signed in meanwhile: start again as them, with nothing left in memory.
    else if (!allowed) window.location.reload();
  }, [allowed, current]);

  useEffect(() => {
    // A page out of the browser's own store may be older than the sign-out.
    const onShow = (event: PageTransitionEvent) => {
      if (!event.persisted) return;
      document.documentElement.hidden = true;
      window.location.reload();
    };
    window.addEventListener("pageshow", onShow);
    return () => window.removeEventListener("pageshow", onShow);
  }, []);

  if (!allowed) {
    return (
      <main id="content" className="guard" aria-busy="true">
        <p className="quiet">One moment…</p>
      </main>
    );
  }
  return children;
}
