import emptyStyles from "./empty.module.css";

export function EmptyPicture() {
  return (
    <svg className={emptyStyles.picture} viewBox="0 0 120 84" aria-hidden="true">
      <rect x="14" y="16" width="92" height="16" rx="8" />
      <rect x="14" y="42" width="92" height="16" rx="8" />
      <rect x="14" y="68" width="60" height="16" rx="8" className={emptyStyles.faint} />
      <circle cx="22" cy="24" r="4" />
      <circle cx="22" cy="50" r="4" />
      <path d="M78 70l8 8 20-24" />
    </svg>
  );
}
