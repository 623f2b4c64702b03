import type { Metadata } from "next";
import Link from "next/link";

import { HOME } from "@/shared/paths";

import buttonStyles from "@/ui/button.module.css";
import emptyStyles from "@/ui/empty.module.css";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <main id="content" className={`${emptyStyles.empty} ${emptyStyles.page}`}>
      <h1>There is nothing here</h1>
      <p className="quiet">The address leads nowhere. Perhaps it was mistyped, or the page has moved.</p>
      <Link className={`${buttonStyles.button} ${buttonStyles.primary}`} href={HOME}>
        To your tasks
      </Link>
    </main>
  );
}
