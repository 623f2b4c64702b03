"use client";

import type { Stats } from "@tasks/api-client";
import { useState } from "react";

import { LoadFailure } from "@/features/session/load-failure";
import { locale } from "@/shared/dates";
import { PRIORITIES } from "@/shared/priorities";

import { CompletionPlot } from "./completion-plot";
import { useStats } from "./use-stats";

import styles from "./stats-page.module.css";
import cardStyles from "@/ui/card.module.css";
import pageHeadStyles from "@/ui/page-head.module.css";
import segmentsStyles from "@/ui/segments.module.css";
import skeletonStyles from "@/ui/skeleton.module.css";

const FILLS = { high: styles.fillHigh, medium: styles.fillMedium, low: styles.fillLow, none: styles.fillNone } as const;
const SPANS = [7, 30, 90] as const;

export function StatsPage() {
  const [days, setDays] = useState<number>(30);
  const { stats, error, reload } = useStats(days);
  return (
    <>
      <header className={pageHeadStyles.pageHead}>
        <h1>Insights</h1>
        <div className={segmentsStyles.segments} role="group" aria-label="Span">
          {SPANS.map((span) => (
            <button type="button" key={span} className={segmentsStyles.item} aria-pressed={days === span} onClick={() => setDays(span)}>
              {span} days
            </button>
          ))}
        </div>
      </header>
      {error !== null && !stats && <LoadFailure error={error} onRetry={reload} />}
      {error === null && !stats && <StatsSkeleton />}
      {stats && (
        <>
          <Figures stats={stats} />
          <CompletionPlot days={stats.days} />
          <Pending stats={stats} />
        </>
      )}
    </>
  );
}

function Figures({ stats }: { stats: Stats }) {
  const share = stats.total === 0 ? 0 : Math.round((100 * stats.completed) / stats.total);
  const figures = [
    { name: "Open", value: stats.pending, more: `${stats.due_today} due today` },
    { name: "Overdue", value: stats.overdue, more: stats.overdue === 0 ? "Nothing is late" : "Waiting for you" },
    { name: "Done", value: stats.completed, more: `${share} % of all ${stats.total}` },
    { name: "Streak", value: stats.current_streak, more: `Longest: ${daysText(stats.longest_streak)}` },
  ];
  return (
    <dl className={styles.figures}>
      {figures.map(({ name, value, more }) => (
        <div key={name} className={styles.figure}>
          <dt className={styles.figureName}>{name}</dt>
          <dd>
            <span className={styles.figureValue}>{value.toLocaleString(locale())}</span>
            <span className={styles.figureMore}>{more}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Pending({ stats }: { stats: Stats }) {
  const most = Math.max(1, ...Object.values(stats.by_priority));
  return (
    <section className={cardStyles.card} aria-labelledby="pending">
      <h2 id="pending">Open, by priority</h2>
      <table className={styles.bars}>
        <tbody>
          {(["high", "medium", "low", "none"] as const).map((priority) => (
            <tr key={priority}>
              <th scope="row">{PRIORITIES[priority]}</th>
              <td  aria-hidden="true">
                <svg className={styles.bar} viewBox="0 0 100 8" preserveAspectRatio="none">
                  <rect className={styles.track} width="100" height="8" />
                  <rect
                    className={FILLS[priority]}
                    width={(100 * stats.by_priority[priority]) / most}
                    height="8"
                  />
                </svg>
              </td>
              <td className={styles.value}>{stats.by_priority[priority].toLocaleString(locale())}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function StatsSkeleton() {
  return (
    <div role="status">
      <span className="visually-hidden">Loading the figures</span>
      <div className={styles.figures}>
        {[1, 2, 3, 4].map((index) => (
          <span key={index} className={`${styles.figure} ${skeletonStyles.skeleton} ${styles.figureToCome}`} />
        ))}
      </div>
      <span className={`${cardStyles.card} ${skeletonStyles.skeleton} ${styles.plotToCome}`} />
    </div>
  );
}

function daysText(days: number): string {
  return days === 1 ? "1 day" : `${days} days`;
}
