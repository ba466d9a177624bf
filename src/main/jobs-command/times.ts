import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../../kernel/index.ts";

/** `2026-03-01T12:00:00Z` */
export function momentText(moment: Date): string {
  return moment.toISOString().replace(/\.\d{3}Z$/, "Z");
}

/** From where one stands: `in 3 h`, `2 d ago`, `now`. */
export function relativeText(moment: Date, now: Date): string {
  const ms = moment.getTime() - now.getTime();
  const amount = largestUnit(Math.abs(ms));
  return amount === null ? "now" : ms > 0 ? `in ${amount}` : `${amount} ago`;
}

// From two of a unit on it is used, so that "1 h" is never said of 119 minutes.
const UNITS = [
  ["d", DAY_MS],
  ["h", HOUR_MS],
  ["min", MINUTE_MS],
  ["s", SECOND_MS],
] as const;

function largestUnit(ms: number): string | null {
  const [name, unitMs] = UNITS.find(([, each]) => ms >= 2 * each) ?? ["s", SECOND_MS];
  const count = Math.floor(ms / unitMs);
  return count === 0 ? null : `${count} ${name}`;
}

/** How long something took: `12 ms`, `1.2 s`, `3.4 min`, `2.1 h`; `–` where nobody knows. */
export function durationText(ms: number | null): string {
  if (ms === null) {
    return "–";
  }
  const [name, unitMs] = UNITS.slice(1).find(([, each]) => ms >= each) ?? ["ms", 1];
  return name === "ms" ? `${Math.round(ms)} ms` : `${(ms / unitMs).toFixed(1)} ${name}`;
}

/** `98.3 %`; `–` where nobody knows. */
export function shareText(share: number | null): string {
  return share === null ? "–" : `${(share * 100).toFixed(1)} %`;
}

/** `12,345` */
export function countText(count: number): string {
  return count.toLocaleString("en");
}
