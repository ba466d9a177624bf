/** A text as it can be kept: PostgreSQL stores no NUL, and nobody means one. */
export function storable(text: string): string {
  return text.replaceAll("\u0000", "");
}

const MAX_NAME_LENGTH = 255;

/** A name as it can be kept: nobody's name may be what keeps the messages of all others from being stored. */
export function storableName(name: string): string {
  return storable(name).slice(0, MAX_NAME_LENGTH).toWellFormed();
}
