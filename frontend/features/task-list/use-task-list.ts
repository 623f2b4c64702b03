import { Poller, type TaskFilter } from "@tasks/api-client";
import { useEffect, useMemo, useState, useSyncExternalStore } from "react";

import { useSigned } from "@/features/session/api-provider";
import { useTagStore } from "@/features/tags/tags-provider";

import { followConnection } from "./follow-connection";
import { ListFollower } from "./list-follower";
import { TaskActions } from "./task-actions";
import { TaskList } from "./task-list";

const POLL_SECONDS = 15;
const SETTLE_MS = 2_500;

/** The list for a filter, kept fresh, with everything that can be done to it. */
export function useTaskList(filter: TaskFilter) {
  const { api, user, toasts } = useSigned();
  const tags = useTagStore();
  const [list] = useState(() => new TaskList(api.tasks));
  const state = useSyncExternalStore(list.subscribe, list.getState, list.getState);
  // The filter is made anew at every render; its text says whether it is another one.
  const question = JSON.stringify(filter);

  useEffect(() => {
    void list.show(JSON.parse(question) as TaskFilter);
  }, [list, question]);

  const [settle] = useState(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    return () => {
      clearTimeout(timer);
      // Late enough that a row does not run away from under the hand that has just ticked it.
      timer = setTimeout(() => {
        void tags.refresh();
        list.refresh().catch(() => undefined);
      }, SETTLE_MS);
    };
  });

  const [follower] = useState(() => new ListFollower(api.feed, list));
  useEffect(() => follower.start(), [follower]);

  useEffect(() => {
    const watching = () => document.visibilityState === "visible" && api.connectivity.online;
    const poller = new Poller(() => follower.look(), { every: POLL_SECONDS, active: watching });
    const onVisible = () => {
      if (watching()) void poller.now();
    };
    poller.start();
    document.addEventListener("visibilitychange", onVisible);
    const unfollow = followConnection(api, list, follower, toasts);
    return () => {
      poller.stop();
      unfollow();
      document.removeEventListener("visibilitychange", onVisible);
    };
  }, [api, follower, list, toasts]);

  const actions = useMemo(
    () => new TaskActions(api, user.id, list, toasts, settle),
    [api, list, settle, toasts, user.id],
  );
  return { list, state, actions };
}
