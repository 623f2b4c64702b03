import { redirect } from "next/navigation";

import { HOME } from "@/shared/paths";

export default function Home(): never {
  redirect(HOME);
}
