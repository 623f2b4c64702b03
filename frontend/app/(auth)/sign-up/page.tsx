import type { Metadata } from "next";
import { redirect } from "next/navigation";

import { SignUpForm } from "@/features/sign-in/sign-up-form";
import { signedInUser } from "@/server/session";
import { pathAfterSignIn } from "@/shared/paths";

export const metadata: Metadata = { title: "Create an account" };

export default async function SignUpPage({ searchParams }: PageProps<"/sign-up">) {
  const { next } = await searchParams;
  const target = pathAfterSignIn(typeof next === "string" ? next : null);
  if (await signedInUser()) redirect(target);
  return <SignUpForm target={target} />;
}
