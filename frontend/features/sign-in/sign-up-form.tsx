"use client";

import Link from "next/link";

import { authClient } from "@/features/session/auth-client";
import { HOME } from "@/shared/paths";
import { Field } from "@/ui/field";

import { useAuthForm } from "./use-auth-form";

import buttonStyles from "@/ui/button.module.css";
import formStyles from "@/ui/form.module.css";
import noticeStyles from "@/ui/notice.module.css";

export function SignUpForm({ target }: { target: string }) {
  const form = useAuthForm(target, ({ name = "", email = "", password = "" }) =>
    authClient.signUp.email({ name, email, password }),
  );
  return (
    <form className={formStyles.form} method="post" onSubmit={(event) => void form.submit(event)}>
      <div>
        <h1 className={formStyles.title}>Create an account</h1>
        <p className={formStyles.lead}>A calm place for what you mean to do.</p>
      </div>
      {form.problemOf("") && (
        <p className={`${noticeStyles.notice} ${noticeStyles.danger}`} role="alert">
          {form.problemOf("")}
        </p>
      )}
      <Field label="Name" name="name" autoComplete="name" required maxLength={100} error={form.problemOf("name")} />
      <Field label="E-mail" name="email" type="email" autoComplete="username" required error={form.problemOf("email")} />
      <Field
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        required
        minLength={10}
        maxLength={128}
        hint="At least 10 characters. A few plain words make a good one."
        error={form.problemOf("password")}
      />
      <button type="submit" className={`${buttonStyles.button} ${buttonStyles.primary} ${buttonStyles.wide}`} aria-disabled={form.busy}>
        {form.busy ? "Creating…" : "Create account"}
      </button>
      <p className={formStyles.aside}>
        Have an account?{" "}
        <Link href={target === HOME ? "/sign-in" : `/sign-in?next=${encodeURIComponent(target)}`}>Sign in</Link>
      </p>
    </form>
  );
}
