"use client";

import Link from "next/link";

import { authClient } from "@/features/session/auth-client";
import { HOME } from "@/shared/paths";
import { Field } from "@/ui/field";

import { useAuthForm } from "./use-auth-form";

import buttonStyles from "@/ui/button.module.css";
import formStyles from "@/ui/form.module.css";
import noticeStyles from "@/ui/notice.module.css";

interface SignInFormProps {
  /** Where to go when it has worked. */
  readonly target: string;
  /** The service did not accept the last sign-in. */
  readonly refused: boolean;
}

export function SignInForm({ target, refused }: SignInFormProps) {
  const form = useAuthForm(target, ({ email = "", password = "" }) => authClient.signIn.email({ email, password }));
  return (
    <form className={formStyles.form} method="post" onSubmit={(event) => void form.submit(event)}>
      <h1 className={formStyles.title}>Welcome back</h1>
      {refused && (
        <p className={`${noticeStyles.notice} ${noticeStyles.danger}`} role="alert">
          The service did not accept your sign-in. Sign in again; if that leads back here, tell whoever runs it that the
          service refuses the tokens of this page.
        </p>
      )}
      {form.problemOf("") && (
        <p className={`${noticeStyles.notice} ${noticeStyles.danger}`} role="alert">
          {form.problemOf("")}
        </p>
      )}
      <Field label="E-mail" name="email" type="email" autoComplete="username" required error={form.problemOf("email")} />
      <Field
        label="Password"
        name="password"
        type="password"
        autoComplete="current-password"
        required
        error={form.problemOf("password")}
      />
      <button type="submit" className={`${buttonStyles.button} ${buttonStyles.primary} ${buttonStyles.wide}`} aria-disabled={form.busy}>
        {form.busy ? "Signing in…" : "Sign in"}
      </button>
      <p className={formStyles.aside}>
        New here?{" "}
        <Link href={target === HOME ? "/sign-up" : `/sign-up?next=${encodeURIComponent(target)}`}>Create an account</Link>
      </p>
    </form>
  );
}
