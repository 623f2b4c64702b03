const NAME = "single-key-shortcuts";

/** Whether single keys do things. Whoever steers by voice or has a heavy hand can turn them off (WCAG 2.1.4). */
export function singleKeysOn(): boolean {
  return localStorage.getItem(NAME) !== "off";
}

export function setSingleKeys(on: boolean): void {
  if (on) localStorage.removeItem(NAME);
  else localStorage.setItem(NAME, "off");
}
