import { SECOND_MS } from "../../../../kernel/index.ts";

/** Discord shows it in the reader's own zone and language: "24 November 2026 09:38", or the day alone. */
export function writeMoment(moment: Date, precision: "minute" | "day"): string {
  return `<t:${Math.floor(moment.getTime() / SECOND_MS)}:${precision === "day" ? "D" : "f"}>`;
}
