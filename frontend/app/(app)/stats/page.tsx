import type { Metadata } from "next";

import { StatsPage } from "@/features/statistics/stats-page";

export const metadata: Metadata = { title: "Insights" };

export default function Page() {
  return <StatsPage />;
}
