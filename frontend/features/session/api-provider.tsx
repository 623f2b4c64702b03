"use client";

import { createContext, useContext, useEffect, useState, useSyncExternalStore } from "react";

import type { SignedInUser } from "@/shared/signed-in-user";
import { Toasts } from "@/ui/toasts";

import { createApi, type Api } from "./api";
import { leaveForSignIn } from "./leaving";

interface Signed {
  readonly user: SignedInUser;
  readonly api: Api;
  readonly toasts: Toasts;
}

const SignedContext = createContext<Signed | null>(null);

interface ApiProviderProps {
  readonly apiUrl: string;
  readonly user: SignedInUser;
  readonly children: React.ReactNode;
}

/** Makes the client once for the person who is signed in, and listens to the browser's word on the network. */
export function ApiProvider({ apiUrl, user, children }: ApiProviderProps) {
  const [signed] = useState<Signed>(() => {
    const api = createApi(apiUrl, user.id, leaveForSignIn);
    return { user, api, toasts: new Toasts() };
  });
  const { connectivity, outbox } = signed.api;

  useEffect(() => {
    const offline = () => connectivity.report(false);
    const online = () => void connectivity.probeNow();
    const beforeUnload = (event: BeforeUnloadEvent) => {
      if (outbox.waiting > 0 && !connectivity.online) event.preventDefault();
    };
    window.addEventListener("offline", offline);
    window.addEventListener("online", online);
    window.addEventListener("beforeunload", beforeUnload);
    return () => {
      connectivity.stop();
      window.removeEventListener("offline", offline);
      window.removeEventListener("online", online);
      window.removeEventListener("beforeunload", beforeUnload);
    };
  }, [connectivity, outbox]);

  return <SignedContext value={signed}>{children}</SignedContext>;
}

export function useSigned(): Signed {
  const signed = useContext(SignedContext);
  if (!signed) throw new Error("useSigned is for pages inside ApiProvider.");
  return signed;
}

export function useOnline(): boolean {
  const { connectivity } = useSigned().api;
  return useSyncExternalStore(
    (listener) => connectivity.subscribe(listener),
    () => connectivity.online,
    () => true,
  );
}

/** How many writes wait for an answer. */
export function useWaiting(): number {
  const { outbox } = useSigned().api;
  return useSyncExternalStore(
    (listener) => outbox.subscribe(listener),
    () => outbox.waiting,
    () => 0,
  );
}
