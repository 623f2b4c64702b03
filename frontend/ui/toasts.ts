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
  #held = false;
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getShown = (): readonly Toast[] => this.#shown;

  show(text: string, action?: ToastAction): void {
    const toast = { id: this.#nextId++, text, action };
    this.#set([...this.#shown.slice(1 - AT_ONCE), toast]);
    if (!this.#held) this.#closeLater(toast.id);
  }

  close(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    if (this.#shown.some((toast) => toast.id === id)) this.#set(this.#shown.filter((toast) => toast.id !== id));
    // The last one takes the hand that was on it along: nothing tells when it leaves.
    if (this.#shown.length === 0) this.#held = false;
  }

  /** Somebody is at a message: none goes until they have left, and then it has its full time again. */
  hold(held: boolean): void {
    this.#held = held && this.#shown.length > 0;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    if (!this.#held) for (const { id } of this.#shown) this.#closeLater(id);
  }

  /** Takes the newest action, as the undo key does. @returns whether there was one. */
  act(id?: number): boolean {
    const toast = this.#shown.findLast((other) => other.action && (id === undefined || other.id === id));
    if (!toast) return false;
    this.close(toast.id);
    void toast.action?.run();
    return true;
  }

  #closeLater(id: number): void {
    this.#timers.set(
      id,
      setTimeout(() => this.close(id), SECONDS * 1000),
    );
  }

  #set(toasts: readonly Toast[]): void {
    this.#shown = toasts;
    for (const listener of [...this.#listeners]) listener();
  }
}
