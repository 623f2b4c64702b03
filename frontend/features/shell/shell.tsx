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
    <div className="shell" onClickCapture={stay}>
      <div className="shell__side">
        <header className="shell__brand">
          <Brand />
        </header>
        <nav className="nav nav--main" aria-label="Pages">
          {PAGES.map(({ href, label, icon }) => (
            <Link key={href} href={href} className="nav__link" aria-current={here(href)}>
              <Icon name={icon} />
              {label}
            </Link>
          ))}
          <Link href="/account" className="nav__link" aria-current={here("/account")}>
            <span className="avatar" aria-hidden="true">
              {[...user.name.trim()][0]?.toUpperCase() ?? "•"}
            </span>
            Account
          </Link>
        </nav>
        <SidebarTags />
        <div className="shell__foot">
          <button className="nav__link nav__link--button" onClick={signOut}>
            <Icon name="out" />
            Sign out
          </button>
        </div>
      </div>
      <main id="content" className="shell__main" tabIndex={-1}>
        <OfflineNotice />
        {children}
      </main>
      <ToastRegion toasts={toasts} />
    </div>
  );
}
