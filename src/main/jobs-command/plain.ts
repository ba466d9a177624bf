// What a terminal obeys instead of showing, or what turns the direction of a line round: stored texts come from anywhere.
const OBEYED = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Anybody's text on one line of a terminal. */
export function plain(text: string): string {
  return text.replaceAll(/\s+/g, " ").replaceAll(OBEYED, "\ufffd");
}

/** A value as JSON that a terminal only shows. */
export function plainJson(value: unknown): string {
  const text = JSON.stringify(value, null, 2);
  return text.replaceAll(OBEYED, (letter) =>
    letter === "\n" ? letter : `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
