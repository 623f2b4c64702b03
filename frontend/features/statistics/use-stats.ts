import type { Stats } from "@tasks/api-client";
import { useCallback, useEffect, useState } from "react";

import { useSigned } from "@/features/session/api-provider";
import { dayOf, timeZone } from "@/shared/dates";
import { useNow } from "@/shared/use-now";

interface Answer {
  readonly stats: Stats | null;
  readonly error: unknown;
}

/** The figures of the last days. The old ones stay on the screen until the new ones are there. */
export function useStats(days: number) {
  const { api } = useSigned();
  const [answer, setAnswer] = useState<Answer>({ stats: null, error: null });
  const [round, setRound] = useState(0);
  const today = useNow(dayOf);
  useEffect(() => {
    let wanted = true;
    const take = (next: (known: Answer) => Answer) => {
      if (wanted) setAnswer(next);
    };
    api.tasks.stats(timeZone(), days).then(
      (stats) => take(() => ({ stats, error: null })),
      (error: unknown) => take((known) => ({ ...known, error })),
    );
    return () => {
      wanted = false;
    };
  }, [api, days, round, today]);
  useEffect(() => api.connectivity.subscribe((online) => online && setRound((known) => known + 1)), [api]);
  const reload = useCallback(() => {
    setAnswer({ stats: null, error: null });
    setRound((known) => known + 1);
  }, []);
  return { ...answer, reload };
}
