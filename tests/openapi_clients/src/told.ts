// What every client is given, and what it tells when it is done: the test compares it with what was asked.
declare const process: { env: Record<string, string | undefined> };

export const url = process.env.SERVICE_URL ?? "";
export const token = process.env.SERVICE_TOKEN ?? "";
export const user = process.env.SERVICE_USER ?? "";

export type Told = {
  created: string;
  listed: string[];
  patched: string;
  refused: number;
  completed: boolean;
  changed: (string | undefined)[];
  synced: number;
  imported: number;
};

export function tell(told: Told): void {
  console.log(JSON.stringify(told));
}

/** The value, or an end that says which step had none. */
export function there<T>(value: T | undefined | null, step: string): T {
  if (value === undefined || value === null) throw new Error(`${step}: the client returned nothing`);
  return value;
}
