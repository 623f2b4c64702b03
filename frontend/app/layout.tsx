import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";

import { readTheme, THEME_COOKIE } from "@/shared/theme";

import "@/ui/styles/tokens.css";
import "@/ui/styles/base.css";

export const metadata: Metadata = {
  title: { default: "Tasks", template: "%s · Tasks" },
  description: "Your tasks, calmly kept.",
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f7f6f3" },
    { media: "(prefers-color-scheme: dark)", color: "#121517" },
  ],
};

/** Reading the cookie makes every page dynamic, which the nonce needs, and paints the chosen theme from the first frame. */
export default async function RootLayout({ children }: { children: React.ReactNode }) {
  const theme = readTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <html lang="en" data-theme={theme}>
      <body>
        <a className="skip-link" href="#content">
          Skip to the content
        </a>
        {children}
      </body>
    </html>
  );
}
