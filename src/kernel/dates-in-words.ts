/** "24 Nov 2026" */
export function describeDay(moment: Date): string {
  return new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }).format(
    moment,
  );
}

/** "24 Nov 2026, 08:38 UTC" */
export function describeMoment(moment: Date): string {
  const time = new Intl.DateTimeFormat("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: "UTC",
  }).format(moment);
  return `${describeDay(moment)}, ${time} UTC`;
}
