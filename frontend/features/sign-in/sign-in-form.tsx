"use client";

import Link from "next/link";

import { authClient } from "@/features/session/auth-client";
import { HOME } from "@/shared/paths";
import { Field } from "@/ui/field";

import { useAuthForm } from "./use-auth-form";

interface SignInFormProps {
  /** Where to go when it has worked. */
  readonly target: string;
  /** The service did not accept the last sign-in. */
  readonly refused: boolean;
}

export function SignInForm({ target, refused }: SignInFormProps) {
  const form = useAuthForm(target, ({ email = "", password = "" }) => authClient.signIn.email({ email, password }));
  return (
    <form className="form" method="post" onSubmit={(event) => void form.submit(event)}>
      <h1 className="form__title">Welcome back</h1>
      {refused && (
        <p className="notice notice--danger" role="alert">
          The service did not accept your sign-in. Sign in again; if that leads back here, tell whoever runs it that the
          service refuses the tokens of this page.
        </p>
      )}
      {form.problemOf("") && (
        <p className="notice notice--danger" role="alert">
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
      <button className="button button--primary button--wide" aria-disabled={form.busy}>
        {form.busy ? "Signing in…" : "Sign in"}
      </button>
      <p className="form__aside">
        New here?{" "}
        <Link href={target === HOME ? "/sign-up" : `/sign-up?next=${encodeURIComponent(target)}`}>Create an account</Link>
      </p>
    </form>
  );
}
