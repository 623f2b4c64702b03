const EDGE_PX = 72; // as far from the window's edge as the page begins to scroll
const STEP_PX = 12; // a frame

interface Followed {
  /** Where the pointer is over the window, from its top; also when the page has moved under a pointer that rests. */
  readonly onMove: (clientY: number) => void;
  readonly onDrop: () => void;
  readonly onCancel: () => void;
}

/**
 * Follows a pointer that was pressed until it is let go, wherever that is: a row that is moved in the document loses the
 * pointer's capture, the window hears of everything. Near its edges the page scrolls; escape cancels.
 *
 * @returns the way to stop.
 */
export function followPointer(pointerId: number, { onMove, onDrop, onCancel }: Followed): () => void {
  const ended = new AbortController();
  let clientY: number | null = null;
  let frame = requestAnimationFrame(scroll);

  function scroll(): void {
    frame = requestAnimationFrame(scroll);
    const step = clientY === null ? 0 : stepAt(clientY);
    const before = window.scrollY;
    if (step !== 0) window.scrollBy({ top: step, behavior: "instant" });
    if (clientY !== null && window.scrollY !== before) onMove(clientY);
  }

  const mine = (act: (event: PointerEvent) => void) => (event: PointerEvent) => {
    if (event.pointerId === pointerId) act(event);
  };
  const options = { signal: ended.signal, capture: true };
  window.addEventListener("pointermove", mine((event) => onMove((clientY = event.clientY))), options);
  window.addEventListener("pointerup", mine(onDrop), options);
  window.addEventListener("pointercancel", mine(onCancel), options);
  window.addEventListener(
    "keydown",
    (event) => {
      if (event.key === "Escape") onCancel();
    },
    options,
  );
  return () => {
    cancelAnimationFrame(frame);
    ended.abort();
  };
}

function stepAt(clientY: number): number {
  if (clientY < EDGE_PX) return -STEP_PX;
  return clientY > window.innerHeight - EDGE_PX ? STEP_PX : 0;
}
