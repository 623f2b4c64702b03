"use client";

import Link from "next/link";
import { useSearchParams } from "next/navigation";

import { useTags } from "./tags-provider";

/** The tags in use, each a way to its tasks. */
export function SidebarTags() {
  const tags = useTags();
  const current = useSearchParams().get("tag");
  if (tags.length === 0) return null;
  return (
    <nav className="nav shell__tags" aria-label="Tags">
      <h2 className="nav__heading">Tags</h2>
      {tags.slice(0, 12).map(({ tag, count }) => (
        <Link
          key={tag}
          href={`/tasks?tag=${encodeURIComponent(tag)}`}
          className="nav__link"
          aria-current={current === tag ? "true" : undefined}
        >
          <span className="nav__name">#{tag}</span>
          <span className="nav__count">
            {count}
            <span className="visually-hidden"> tasks</span>
          </span>
        </Link>
      ))}
    </nav>
  );
}
