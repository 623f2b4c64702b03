"use client";

import type { ExportFormat } from "@tasks/api-client";
import { useState } from "react";

import { useSigned } from "@/features/session/api-provider";
import { dayOf } from "@/shared/dates";
import { explain } from "@/shared/explain";
import { Icon } from "@/ui/icon";

import { ImportCard } from "./import-card";

import styles from "./transfer-page.module.css";
import buttonStyles from "@/ui/button.module.css";
import cardStyles from "@/ui/card.module.css";
import pageHeadStyles from "@/ui/page-head.module.css";

const FORMATS: readonly { readonly format: ExportFormat; readonly name: string; readonly use: string }[] = [
  { format: "json", name: "JSON", use: "Everything. Can be brought back here." },
  { format: "csv", name: "CSV", use: "For a spreadsheet. Can be brought back here." },
  { format: "ics", name: "iCalendar", use: "For calendar and reminder apps." },
];

export function TransferPage() {
  return (
    <>
      <header className={pageHeadStyles.pageHead}>
        <h1>Transfer</h1>
      </header>
      <p className={`${pageHeadStyles.pageLead} quiet`}>Your tasks are yours. Take them along, or bring some from elsewhere.</p>
      <ExportCard />
      <ImportCard />
    </>
  );
}

function ExportCard() {
  const { api, toasts } = useSigned();
  const [busy, setBusy] = useState<ExportFormat | null>(null);

  async function download(format: ExportFormat): Promise<void> {
    if (busy) return;
    setBusy(format);
    try {
      save(await api.tasks.export(format), `tasks-${dayOf(new Date())}.${format}`);
    } catch (error) {
      toasts.show(explain(error));
    } finally {
      setBusy(null);
    }
  }

  return (
    <section className={cardStyles.card} aria-labelledby="export">
      <h2 id="export">Export</h2>
      <ul className={styles.formats}>
        {FORMATS.map(({ format, name, use }) => (
          <li key={format} className={styles.line}>
            <div>
              <p className={styles.name}>{name}</p>
              <p className="quiet small">{use}</p>
            </div>
            <button
              type="button"
              className={`${buttonStyles.button} ${buttonStyles.small}`}
              aria-label={`Download ${name}`}
              aria-disabled={busy !== null}
              onClick={() => void download(format)}
            >
              <Icon name="download" />
              {busy === format ? "Preparing…" : "Download"}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A link clicked by hand: the only way to give a file a name. */
function save(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
