import { useSyncExternalStore } from "react";

import { useSigned } from "@/components/api-provider";

const NONE: readonly never[] = [];

export function useTags() {
  const { tags } = useSigned();
  return useSyncExternalStore(tags.subscribe, tags.getTags, () => NONE);
}
