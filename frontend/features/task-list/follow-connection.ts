import type { Api } from "@/features/session/api";
import type { Toasts } from "@/ui/toasts";

import type { ListFollower } from "./list-follower";
import type { TaskList } from "./task-list";

const QUIET_MS = 3_000;

/**
 * Catches up after a lost connection: the change feed tells exactly what happened meanwhile, elsewhere.
 *
 * The feed's place is taken soon after the start, while there is nothing else to do.
 *
 * @returns the way to stop.
 */
export function followConnection(api: Api, list: TaskList, follower: ListFollower, toasts: Toasts): () => void {
  const start = setTimeout(() => {
    if (!api.feed.started) follower.look().catch(() => undefined);
  }, QUIET_MS);
  const unsubscribe = api.connectivity.subscribe((online) => {
    if (online) void comeBack(api, list, follower, toasts);
  });
  return () => {
    clearTimeout(start);
    unsubscribe();
  };
}

async function comeBack(api: Api, list: TaskList, follower: ListFollower, toasts: Toasts): Promise<void> {
  try {
    const news = api.feed.started ? await api.feed.catchUp() : null;
    if (news && !news.complete) list.apply(news);
    follower.distrust();
    await follower.look();
    const count = news && !news.complete ? news.changed.length + news.deleted.length : 0;
    toasts.show(count === 0 ? "Back online" : `Back online. Caught up with ${count} ${count === 1 ? "change" : "changes"}`);
  } catch {
    // Gone again: the next return tries anew, from the same place in the feed.
  }
}
