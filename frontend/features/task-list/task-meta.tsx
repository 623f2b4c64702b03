import type { Priority, Task, TaskDraft } from "@tasks/api-client";

import { describeRule } from "@/features/recurrence/recurrence";
import { dayOf, dueLabel, dueState } from "@/shared/dates";
import { PRIORITIES } from "@/shared/priorities";
import { useNow } from "@/shared/use-now";
import { Icon } from "@/ui/icon";

import chipStyles from "@/ui/chip.module.css";

const DUE_TONE = { overdue: chipStyles.danger, today: chipStyles.accent, soon: "", later: "" } as const;
const PRIORITY_TONE = { high: chipStyles.danger, medium: chipStyles.warn, low: chipStyles.info, none: "" } as const;

/** The small print of a row: due, priority, repetition, tags. */
export function TaskMeta({ task }: { task: Task }) {
  return (
    <>
      {task.due_date && <DueChip date={task.due_date} time={task.due_time} done={task.completed} />}
      <PriorityChip priority={task.priority} />
      {task.recurrence && (
        <span className={chipStyles.chip}>
          <Icon name="repeat" />
          {describeRule(task.recurrence)}
        </span>
      )}
      {task.tags.map((tag) => (
        <span className={chipStyles.chip} key={tag}>
          #{tag}
        </span>
      ))}
    </>
  );
}

/** What the quick entry has understood, before it is sent. */
export function DraftChips({ draft }: { draft: TaskDraft }) {
  return (
    <>
      {draft.due_date && <DueChip date={draft.due_date} time={draft.due_time ?? null} done={false} />}
      <PriorityChip priority={draft.priority ?? "none"} />
      {draft.tags?.map((tag) => (
        <span className={chipStyles.chip} key={tag}>
          #{tag}
        </span>
      ))}
    </>
  );
}

function DueChip({ date, time, done }: { date: string; time: string | null; done: boolean }) {
  const state = useNow((now) => dueState(date, time, now));
  const today = useNow(dayOf);
  return (
    <span className={`${chipStyles.chip} ${done ? "" : DUE_TONE[state]}`}>
      <Icon name="calendar" />
      <span className="visually-hidden">{state === "overdue" && !done ? "Overdue: " : "Due: "}</span>
      <time dateTime={time ? `${date}T${time}` : date}>{dueLabel(date, time, today)}</time>
    </span>
  );
}

function PriorityChip({ priority }: { priority: Priority }) {
  if (priority === "none") return null;
  return (
    <span className={`${chipStyles.chip} ${PRIORITY_TONE[priority]}`}>
      <Icon name="flag" />
      <span className="visually-hidden">Priority: </span>
      {PRIORITIES[priority]}
    </span>
  );
}
