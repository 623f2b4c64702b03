"use client";

import buttonStyles from "@/ui/button.module.css";
import emptyStyles from "@/ui/empty.module.css";

/** For whatever nobody foresaw. What was saved is safe: it is at the service. */
export default function ErrorPage({ reset }: { error: Error; reset: () => void }) {
  return (
    <main id="content" className={`${emptyStyles.empty} ${emptyStyles.page}`}>
      <h1>Something went wrong here</h1>
      <p className="quiet">Your tasks are safe. Try once more; if it happens again, reload the page.</p>
      <button type="button" className={`${buttonStyles.button} ${buttonStyles.primary}`} onClick={reset}>
        Try again
      </button>
    </main>
  );
}
