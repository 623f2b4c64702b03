"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";

import { useSigned } from "@/features/session/api-provider";
import { OfflineNotice } from "@/features/session/offline-notice";
import { useSignOut } from "@/features/session/use-sign-out";
import { useStay } from "@/features/session/use-stay";
import { SidebarTags } from "@/features/tags/sidebar-tags";
import { Brand } from "@/ui/brand";
import { Icon, type IconName } from "@/ui/icon";
import { ToastRegion } from "@/ui/toast-region";

import styles from "./shell.module.css";
import navStyles from "@/ui/nav.module.css";

const PAGES: readonly { readonly href: string; readonly label: string; readonly icon: IconName }[] = [
  { href: "/tasks", label: "Tasks", icon: "list" },
  { href: "/stats", label: "Insights", icon: "chart" },
  { href: "/trash", label: "Trash", icon: "bin" },
  { href: "/transfer", label: "Transfer", icon: "transfer" },
];

/** The frame of every signed-in page: navigation beside it on a desktop, below it on a phone. */
export function Shell({ children }: { children: React.ReactNode }) {
  const pathname = usePathname();
  const { user, toasts } = useSigned();
  const signOut = useSignOut();
  const stay = useStay();
  const here = (href: string) => (pathname === href ? ("page" as const) : undefined);
  return (
    <div className={styles.shell} onClickCapture={stay}>
      <div className={styles.side}>
        <header className={styles.brand}>
          <Brand />
        </header>
        <nav className={`${navStyles.nav} ${navStyles.main}`} aria-label="Pages">
          {PAGES.map(({ href, label, icon }) => (
            <Link key={href} href={href} className={navStyles.link} aria-current={here(href)}>
              <Icon name={icon} />
              {label}
            </Link>
          ))}
          <Link href="/account" className={navStyles.link} aria-current={here("/account")}>
            <span className={navStyles.avatar} aria-hidden="true">
              {[...user.name.trim()][0]?.toUpperCase() ?? "•"}
            </span>
            Account
          </Link>
        </nav>
        <SidebarTags />
        <div className={styles.foot}>
          <button type="button" className={`${navStyles.link} ${navStyles.asButton}`} onClick={signOut}>
            <Icon name="out" />
            Sign out
          </button>
        </div>
      </div>
      <main id="content" className={styles.main} tabIndex={-1}>
        <OfflineNotice />
        {children}
      </main>
      <ToastRegion toasts={toasts} />
    </div>
  );
}
