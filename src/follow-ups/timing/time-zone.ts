/**
 * The IANA zone that a text names, as it is usually written; `null` where it names none. Old names of a zone count too
 * (Asia/Calcutta), offsets such as +02:00 do not: they know no summer time.
 */
export function readTimeZone(text: string): string | null {
  if (!/^[A-Za-z]/.test(text)) {
    return null;
  }
  try {
    return new Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    return null; // a RangeError: there is no such zone
  }
}
