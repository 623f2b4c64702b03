import { useEffect, useRef } from "react";

import { singleKeysOn } from "@/shared/single-keys";

type Keys = Readonly<Record<string, () => unknown>>;

/** Single keys for the whole page: not while somebody types, not with a modifier, not under a dialog, not if turned off. */
export function useHotkeys(keys: Keys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (!singleKeysOn() || isTyping(event.target) || document.querySelector("dialog[open]")) return;
      const run = latest.current[event.key];
      if (!run) return;
      event.preventDefault();
      run();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input:not([type=checkbox]):not([type=radio]), textarea, select");
}
