"use client";

import type { TagCount } from "@tasks/api-client";
import { createContext, useContext, useState, useSyncExternalStore } from "react";

import { useSigned } from "@/features/session/api-provider";

import { Tags } from "./tags";

const TagsContext = createContext<Tags | null>(null);

/** Keeps one copy of the tags in use for every page inside; itself inside ApiProvider. */
export function TagsProvider({ children }: { children: React.ReactNode }) {
  const { api } = useSigned();
  const [tags] = useState(() => new Tags(api.tasks));
  return <TagsContext value={tags}>{children}</TagsContext>;
}

/** The store itself, for whoever has changed what it counts. */
export function useTagStore(): Tags {
  const tags = useContext(TagsContext);
  if (!tags) throw new Error("useTagStore is for pages inside TagsProvider.");
  return tags;
}

const NONE: readonly TagCount[] = [];

export function useTags(): readonly TagCount[] {
  const tags = useTagStore();
  return useSyncExternalStore(tags.subscribe, tags.getTags, () => NONE);
}
