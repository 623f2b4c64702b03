import { useSyncExternalStore } from "react";

const MINUTE_MS = 60_000;

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setTimeout> | undefined;

/** Tells everybody that the time is another, and does so again when the next minute begins. */
function tick(): void {
  clearTimeout(timer);
  timer = setTimeout(tick, MINUTE_MS - (Date.now() % MINUTE_MS));
  for (const listener of [...listeners]) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (listeners.size === 1) {
    timer = setTimeout(tick, MINUTE_MS - (Date.now() % MINUTE_MS));
    // Timers sleep with the machine and in tabs that nobody looks at.
    document.addEventListener("visibilitychange", tick);
    window.addEventListener("focus", tick);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", tick);
    window.removeEventListener("focus", tick);
  };
}

/**
 * What the clock says, kept true while the page stands open: looked at each minute and whenever somebody comes back.
 *
 * @param read takes from the moment what is shown; the component is drawn again only when that is another.
 */
export function useNow<T extends string | number>(read: (now: Date) => T): T {
  const look = () => read(new Date());
  return useSyncExternalStore(subscribe, look, look);
}
