/** What Better Auth answers when it refuses; `status` 0 when it could not be asked. */
export interface AuthRefusal {
  readonly status: number;
  readonly code?: string | undefined;
  readonly message?: string | undefined;
}

export interface FormProblem {
  readonly field: "name" | "email" | "password" | "";
  readonly text: string;
}

const BY_CODE: Readonly<Record<string, FormProblem>> = {
  INVALID_EMAIL_OR_PASSWORD: { field: "", text: "This e-mail and password do not belong together." },
  USER_ALREADY_EXISTS: { field: "email", text: "There is already an account with this e-mail." },
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: { field: "email", text: "There is already an account with this e-mail." },
  INVALID_EMAIL: { field: "email", text: "This is not an e-mail address." },
  PASSWORD_TOO_SHORT: { field: "password", text: "Use at least 10 characters." },
  PASSWORD_TOO_LONG: { field: "password", text: "Use at most 128 characters." },
  INVALID_ORIGIN: {
    field: "",
    text: "This page was opened under another address than the one it is set up for, so signing in is refused. Open it under the address in BETTER_AUTH_URL.",
  },
};

/** A refusal in words for the person at the form. */
export function explainRefusal(refusal: AuthRefusal): FormProblem {
  if (refusal.status === 429) return { field: "", text: "That were many tries. Wait a minute, then try again." };
  if (refusal.status === 0 || refusal.status >= 500) {
    return { field: "", text: "The sign-in server cannot be reached just now. Nothing was lost; try again in a moment." };
  }
  return BY_CODE[refusal.code ?? ""] ?? { field: "", text: refusal.message ?? "This did not work. Try again." };
}
