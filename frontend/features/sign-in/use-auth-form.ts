import { useState, type SubmitEvent } from "react";

import { explainRefusal, type AuthRefusal, type FormProblem } from "./auth-errors";

type Answer = { readonly error: AuthRefusal | null };
type Send = (values: Readonly<Record<string, string>>) => Promise<Answer>;

/** The common life of the two sign-in forms: send once, show what was refused, leave when it worked. */
export function useAuthForm(target: string, send: Send) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<FormProblem | null>(null);

  async function submit(event: SubmitEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget;
    if (busy) return;
    setBusy(true);
    setProblem(null);
    const refusal = await ask(send, form);
    if (refusal === null) {
      // A whole new page: nothing that was loaded for anyone else stays in memory.
      window.location.assign(target);
      return;
    }
    const explained = explainRefusal(refusal);
    setProblem(explained);
    setBusy(false);
    const field = form.elements.namedItem(explained.field || "email");
    if (field instanceof HTMLElement) field.focus();
  }

  return { busy, submit, problemOf: (field: FormProblem["field"]) => (problem?.field === field ? problem.text : undefined) };
}

async function ask(send: Send, form: HTMLFormElement): Promise<AuthRefusal | null> {
  const values = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
  try {
    return (await send(values)).error;
  } catch {
    return { status: 0 };
  }
}
