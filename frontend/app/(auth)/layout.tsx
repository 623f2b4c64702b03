import { Brand } from "@/ui/brand";

import styles from "./layout.module.css";

export default function AuthLayout({ children }: { children: React.ReactNode }) {
  return (
    <div className={styles.auth}>
      <header>
        <Brand />
      </header>
      <main id="content" className={styles.card}>
        {children}
      </main>
    </div>
  );
}
