import styles from "./icon.module.css";

const PATHS = {
  bin: "M4 6.5h16M9.5 6.5V5a1 1 0 0 1 1-1h3a1 1 0 0 1 1 1v1.5M6.5 6.5l.8 12a1.5 1.5 0 0 0 1.5 1.5h6.4a1.5 1.5 0 0 0 1.5-1.5l.8-12M10 10.5v6M14 10.5v6",
  calendar: "M5 6.5A1.5 1.5 0 0 1 6.5 5h11A1.5 1.5 0 0 1 19 6.5v11a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 5 17.5zM5 10h14M9 3.5V6M15 3.5V6",
  chart: "M5 19.5V12M10 19.5V5M15 19.5v-9M20 19.5v-5",
  check: "M5 12.5l4.5 4.5L19 7.5",
  clock: "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM12 8v4.2l2.8 1.6",
  close: "M6.5 6.5l11 11M17.5 6.5l-11 11",
  down: "M7 10l5 5 5-5",
  download: "M12 4.5v10.5M12 15l-4-4M12 15l4-4M5 19.5h14",
  filter: "M4 6.5h16M7 12h10M10 17.5h4",
  flag: "M6 20.5V4.5M6 5.5c4-2 7 2 12 0v8c-5 2-8-2-12 0",
  grip: "M9 6.5h.01M15 6.5h.01M9 12h.01M15 12h.01M9 17.5h.01M15 17.5h.01",
  help: "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM9.8 9.8a2.3 2.3 0 1 1 3.4 2c-.8.5-1.2.9-1.2 1.7M12 16.4h.01",
  list: "M4.5 7l1.5 1.5L8.5 6M4.5 15.5L6 17l2.5-2.5M12 7.5h8M12 16h8",
  offline: "M4 4l16 16M8.5 15.6a5 5 0 0 1 5-1.2M5.5 12.4a9.4 9.4 0 0 1 4-2.3M3 9.2a13.6 13.6 0 0 1 3.6-2.3M14.2 10.1a9.4 9.4 0 0 1 4.3 2.3M11 6.1a13.6 13.6 0 0 1 10 3.1M12 18.5h.01",
  out: "M14 16.5L18.5 12 14 7.5M18.5 12H9M11 19.5H6.5A1.5 1.5 0 0 1 5 18V6a1.5 1.5 0 0 1 1.5-1.5H11",
  pencil: "M5 19l.9-3.6L15.6 5.7a1.7 1.7 0 0 1 2.4 0l.3.3a1.7 1.7 0 0 1 0 2.4L8.6 18.1z",
  plus: "M12 5.5v13M5.5 12h13",
  repeat: "M17 3.5l3 3-3 3M20 6.5H8a4 4 0 0 0-4 4v1M7 20.5l-3-3 3-3M4 17.5h12a4 4 0 0 0 4-4v-1",
  restore: "M4.5 9.5h9a5 5 0 1 1 0 10H9M4.5 9.5L8.5 5.5M4.5 9.5l4 4",
  search: "M11 17.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM20 20l-4.2-4.2",
  select: "M5 6.5A1.5 1.5 0 0 1 6.5 5h11A1.5 1.5 0 0 1 19 6.5v11a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 5 17.5zM8.5 12l2.5 2.5 4.5-5",
  tag: "M12.2 4.5H5.5a1 1 0 0 0-1 1v6.7l7.6 7.6a1.5 1.5 0 0 0 2.1 0l5.6-5.6a1.5 1.5 0 0 0 0-2.1zM8.3 8.3h.01",
  transfer: "M8 19.5V5M8 5L4.5 8.5M8 5l3.5 3.5M16 4.5V19M16 19l-3.5-3.5M16 19l3.5-3.5",
} as const;

export type IconName = keyof typeof PATHS;

/** A drawing beside words, never instead of them: screen readers pass it by. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className={styles.icon} viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
