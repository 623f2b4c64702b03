import type { Stats } from "@tasks/api-client";

import { locale } from "@/shared/dates";

import { useWidth } from "./use-width";

import styles from "./completion-plot.module.css";
import cardStyles from "@/ui/card.module.css";

type Days = Stats["days"];

const HEIGHT = 200;
const LEFT = 28;
const BOTTOM = 24;
const DATE_WIDTH = 56;

/** Completed tasks as bars, created ones as a line, day by day; the same figures as a table for whoever wants numbers. */
export function CompletionPlot({ days }: { days: Days }) {
  const [picture, width] = useWidth<SVGSVGElement>();
  const top = scaleTop(Math.max(...days.flatMap((day) => [day.completed, day.created])));
  const done = days.reduce((sum, day) => sum + day.completed, 0);
  const made = days.reduce((sum, day) => sum + day.created, 0);
  return (
    <figure className={`${cardStyles.card} ${styles.plot}`}>
      <figcaption className={styles.head}>
        <h2>Day by day</h2>
        <ul className={styles.legend}>
          <li>
            <span className={styles.key} aria-hidden="true" />
            {done.toLocaleString(locale())} completed
          </li>
          <li>
            <span className={`${styles.key} ${styles.keyMade}`} aria-hidden="true" />
            {made.toLocaleString(locale())} created
          </li>
        </ul>
      </figcaption>
      <svg
        ref={picture}
        className={styles.picture}
        height={HEIGHT}
        role="img"
        aria-label={`Over ${days.length} days ${done} tasks were completed and ${made} created. The table below has each day.`}
      >
        <Grid top={top} width={width} />
        <Bars days={days} top={top} width={width} />
        <path className={styles.line} d={linePath(days, top, width)} />
        <Dates days={days} width={width} />
      </svg>
      <details className={styles.table}>
        <summary>As a table</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">Day</th>
              <th scope="col">Completed</th>
              <th scope="col">Created</th>
            </tr>
          </thead>
          <tbody>
            {days.toReversed().map((day) => (
              <tr key={day.date}>
                <th scope="row">{dateText(day.date)}</th>
                <td>{day.completed}</td>
                <td>{day.created}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}

function Grid({ top, width }: { top: number; width: number }) {
  return [0, top / 2, top].map((value) => (
    <g key={value}>
      <line className={styles.grid} x1={LEFT} x2={width} y1={y(value, top)} y2={y(value, top)} />
      <text className={styles.text} x={LEFT - 8} y={y(value, top) + 4} textAnchor="end">
        {value}
      </text>
    </g>
  ));
}

function Bars({ days, top, width }: { days: Days; top: number; width: number }) {
  const step = (width - LEFT) / days.length;
  const thick = Math.min(28, step * 0.62);
  return days.map((day, index) => {
    const height = y(0, top) - y(day.completed, top);
    return (
      <rect
        key={day.date}
        className={styles.bar}
        x={LEFT + step * (index + 0.5) - thick / 2}
        y={y(day.completed, top)}
        width={thick}
        height={height}
        rx={Math.min(4, thick / 3, height)}
      />
    );
  });
}

/** As many days as fit without touching, the last one always; it ends where the picture ends. */
function Dates({ days, width }: { days: Days; width: number }) {
  const step = (width - LEFT) / days.length;
  const every = Math.ceil(days.length / Math.min(7, Math.max(1, Math.floor((width - LEFT) / DATE_WIDTH))));
  return days.map((day, index) => {
    const fromLast = days.length - 1 - index;
    if (fromLast % every !== 0) return null;
    const narrow = fromLast === 0 && step < DATE_WIDTH;
    return (
      <text
        key={day.date}
        className={styles.text}
        x={narrow ? width : LEFT + step * (index + 0.5)}
        y={HEIGHT - 4}
        textAnchor={narrow ? "end" : "middle"}
      >
        {dateText(day.date)}
      </text>
    );
  });
}

function linePath(days: Days, top: number, width: number): string {
  const step = (width - LEFT) / days.length;
  const point = (value: number, index: number) => `${(LEFT + step * (index + 0.5)).toFixed(1)} ${y(value, top).toFixed(1)}`;
  return days.map((day, index) => `${index === 0 ? "M" : "L"}${point(day.created, index)}`).join("");
}

function y(value: number, top: number): number {
  return 10 + (HEIGHT - BOTTOM - 10) * (1 - value / top);
}

/** An even number a little above the highest, so that the middle line stands at a whole number. */
function scaleTop(highest: number): number {
  if (highest <= 4) return 4;
  const step = 10 ** Math.floor(Math.log10(highest));
  const fine = Math.max(2, step / 5);
  return Math.ceil(highest / fine / 2) * fine * 2;
}

function dateText(date: string): string {
  return new Intl.DateTimeFormat(locale(), { day: "numeric", month: "short", timeZone: "UTC" }).format(
    new Date(`${date}T12:00:00Z`),
  );
}
