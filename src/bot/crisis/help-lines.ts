import table from "./help-lines.json" with { type: "json" };

/** A free help line of a country, and where its number stands. */
export interface HelpLine {
  readonly country: string;
  readonly name: string;
  /** "call or text 988" */
  readonly contact: string;
  readonly source: string;
  readonly zones: readonly string[];
}

/** One line a country; whoever is elsewhere gets the international list alone. */
export const HELP_LINES: readonly HelpLine[] = table.lines;
/** Lists free and confidential lines by country (Throughline, a registered charity). Named to everybody. */
export const INTERNATIONAL_LINES: string = table.international.contact;

const BY_ZONE = new Map(HELP_LINES.flatMap((line) => line.zones.map((zone) => [zone, line])));

/** The line of the country in which a person said that they are; never guessed from their language. `null` where it is not known. */
export function helpLineFor(timeZone: string | null): HelpLine | null {
  return timeZone === null ? null : (BY_ZONE.get(timeZone) ?? null);
}
