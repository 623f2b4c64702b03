import type { MouseEvent } from "react";

import { useSigned } from "./api-provider";

/**
 * For clicks on links while another page cannot be loaded: stays, and says so. Next.js would go there by a full load, which
 * ends at the browser's own error page and takes along what waits to be sent.
 */
export function useStay(): (event: MouseEvent) => void {
  const { api, toasts } = useSigned();
  return (event) => {
    const link = event.target instanceof Element && event.target.closest("a[href]");
    const safe = api.connectivity.online || (navigator.onLine && api.outbox.waiting === 0);
    if (!link || safe) return;
    event.preventDefault();
    toasts.show("Other pages open again when the connection is back.");
  };
}
