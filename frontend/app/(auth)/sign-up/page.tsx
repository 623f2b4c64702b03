import type { Metadata } from "next";
import { redirect } from "next/navigation";

import { SignUpForm } from "@/components/sign-up-form";
import { pathAfterSignIn } from "@/lib/paths";
import { signedInUser } from "@/lib/session";

export const metadata: Metadata = { title: "Create an account" };

export default async function SignUpPage({ searchParams }: PageProps<"/sign-up">) {
  const { next } = await searchParams;
  const target = pathAfterSignIn(typeof next === "string" ? next : null);
  if (await signedInUser()) redirect(target);
  return <SignUpForm target={target} />;
}
