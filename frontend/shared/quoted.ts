const DIRECTIONS = /\p{Bidi_Control}/gu;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u;

/**
 * Somebody's text in quotation marks, for a sentence around it.
 *
 * Marks that turn the direction of writing go, or they would turn what comes after; text that runs from right to left is
 * set apart, so that its quotation marks stay beside it.
 */
export function quoted(text: string): string {
  const plain = text.replace(DIRECTIONS, "");
  return RIGHT_TO_LEFT.test(plain) ? `“\u2068${plain}\u2069”` : `“${plain}”`;
}
