import type { Page, Task } from "@tasks/api-client";

/** What the service has said of a list: its pages, one after the other. Nothing here changes what it is given. */
export type Pages = readonly Page[];

/** Every task once: one that moved between two pages while they were read stands on both. */
export function tasksOf(pages: Pages): readonly Task[] {
  return [...new Map(pages.flatMap((page) => page.tasks).map((task) => [task.id, task])).values()];
}

export function holdsTask(pages: Pages, id: number): boolean {
  return pages.some((page) => page.tasks.some((task) => task.id === id));
}

/** A newer word on one task; pages that do not have it, or know better, stay the same objects. */
export function replaceTask(pages: Pages, task: Task): Pages {
  return pages.map((page) => {
    const known = page.tasks.find((other) => other.id === task.id);
    if (!known || known.version > task.version) return page;
    return { ...page, tasks: page.tasks.map((other) => (other.id === task.id ? task : other)) };
  });
}

/** Without these tasks; each page knows the total of all, so each is told. */
export function dropTasks(pages: Pages, ids: ReadonlySet<number>): Pages {
  const gone = tasksOf(pages).filter((task) => ids.has(task.id)).length;
  if (gone === 0) return pages;
  return pages.map((page) => ({
    ...page,
    tasks: page.tasks.filter((task) => !ids.has(task.id)),
    total: page.total - gone,
  }));
}

/** @param place how many tasks stand above it, over all pages. */
export function insertTask(pages: Pages, task: Task, place: number): Pages {
  let above = 0;
  let done = false;
  return pages.map((page, index) => {
    const start = place - above;
    const here = !done && (start <= page.tasks.length || index === pages.length - 1);
    above += page.tasks.length;
    done ||= here;
    const tasks = here ? [...page.tasks.slice(0, start), task, ...page.tasks.slice(start)] : page.tasks;
    return { ...page, tasks, total: page.total + 1 };
  });
}
