import styles from "./brand.module.css";

export function Brand() {
  return (
    <span className={styles.brand}>
      <svg className={styles.mark} viewBox="0 0 32 32" aria-hidden="true">
        <rect width="32" height="32" rx="9" />
        <path d="M9 16.6l4.8 4.8L23.4 11" />
      </svg>
      Tasks
    </span>
  );
}
