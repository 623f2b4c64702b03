"use client";

import Link from "next/link";
import { useSearchParams } from "next/navigation";

import { useTags } from "./tags-provider";

import styles from "./sidebar-tags.module.css";
import navStyles from "@/ui/nav.module.css";

/** The tags in use, each a way to its tasks. */
export function SidebarTags() {
  const tags = useTags();
  const current = useSearchParams().get("tag");
  if (tags.length === 0) return null;
  return (
    <nav className={`${navStyles.nav} ${styles.tags}`} aria-label="Tags">
      <h2 className={navStyles.heading}>Tags</h2>
      {tags.slice(0, 12).map(({ tag, count }) => (
        <Link
          key={tag}
          href={`/tasks?tag=${encodeURIComponent(tag)}`}
          className={navStyles.link}
          aria-current={current === tag ? "true" : undefined}
        >
          <span className={navStyles.name}>#{tag}</span>
          <span className={navStyles.count}>
            {count}
            <span className="visually-hidden"> tasks</span>
          </span>
        </Link>
      ))}
    </nav>
  );
}
