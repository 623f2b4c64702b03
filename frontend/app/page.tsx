import { redirect } from "next/navigation";

import { HOME } from "@/lib/paths";

export default function Home(): never {
  redirect(HOME);
}
