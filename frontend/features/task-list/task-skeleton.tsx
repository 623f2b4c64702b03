import taskRowStyles from "./task-row.module.css";
import taskRowsStyles from "./task-rows.module.css";
import styles from "./task-skeleton.module.css";
import skeletonStyles from "@/ui/skeleton.module.css";

export function TaskSkeleton() {
  return (
    <div className={taskRowsStyles.rows} role="status">
      <span className="visually-hidden">Loading your tasks</span>
      {[styles.long, styles.short, styles.middle, styles.long, styles.short].map((width, index) => (
        <div className={taskRowStyles.row} key={index}>
          <span className={`${skeletonStyles.skeleton} ${styles.check}`} />
          <span className={`${skeletonStyles.skeleton} ${styles.text} ${width}`} />
        </div>
      ))}
    </div>
  );
}
