"use client";

/** For whatever nobody foresaw. What was saved is safe: it is at the service. */
export default function ErrorPage({ reset }: { error: Error; reset: () => void }) {
  return (
    <main id="content" className="empty empty--page">
      <h1>Something went wrong here</h1>
      <p className="quiet">Your tasks are safe. Try once more; if it happens again, reload the page.</p>
      <button className="button button--primary" onClick={reset}>
        Try again
      </button>
    </main>
  );
}
