export interface ToastAction {
  readonly label: string;
  readonly run: () => unknown;
}

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly action?: ToastAction | undefined;
}

const SECONDS = 8;
const AT_ONCE = 3;

/** Short messages at the edge of the page. The newest one's action can be taken with a key. */
export class Toasts {
  #shown: readonly Toast[] = [];
  #nextId = 1;
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getShown = (): readonly Toast[] => this.#shown;

  show(text: string, action?: ToastAction): void {
    const toast = { id: this.#nextId++, text, action };
    this.#set([...this.#shown.slice(1 - AT_ONCE), toast]);
    setTimeout(() => this.close(toast.id), SECONDS * 1000);
  }

  close(id: number): void {
    if (this.#shown.some((toast) => toast.id === id)) this.#set(this.#shown.filter((toast) => toast.id !== id));
  }

  /** Takes the newest action, as the undo key does. @returns whether there was one. */
  act(id?: number): boolean {
    const toast = this.#shown.findLast((other) => other.action && (id === undefined || other.id === id));
    if (!toast) return false;
    this.close(toast.id);
    void toast.action?.run();
    return true;
  }

  #set(toasts: readonly Toast[]): void {
    this.#shown = toasts;
    for (const listener of [...this.#listeners]) listener();
  }
}
