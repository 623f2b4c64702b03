import type { Metadata } from "next";
import { redirect } from "next/navigation";

import { SignInForm } from "@/features/sign-in/sign-in-form";
import { signedInUser } from "@/server/session";
import { pathAfterSignIn } from "@/shared/paths";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const { next, refused } = await searchParams;
  const target = pathAfterSignIn(typeof next === "string" ? next : null);
  if (refused === undefined && (await signedInUser())) redirect(target);
  return <SignInForm target={target} refused={refused !== undefined} />;
}
