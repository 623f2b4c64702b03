import type { Metadata } from "next";
import Link from "next/link";

import { HOME } from "@/shared/paths";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <main id="content" className="empty empty--page">
      <h1>There is nothing here</h1>
      <p className="quiet">The address leads nowhere. Perhaps it was mistyped, or the page has moved.</p>
      <Link className="button button--primary" href={HOME}>
        To your tasks
      </Link>
    </main>
  );
}
