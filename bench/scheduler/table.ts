import type { Compared, Verdict } from "./aims.ts";
import type { Contender } from "./contender.ts";
import type { Figures } from "./figures.ts";
import { type Run, subjectOf, takesPart } from "./measure.ts";
import type { Results } from "./results.ts";
import type { Row } from "./rows.ts";

/** A line of the table as it is printed and written. */
export interface Line {
  readonly title: string;
  /** By the contenders' titles. */
  readonly cells: Readonly<Record<string, string>>;
  readonly toReach: string | null;
  readonly verdict: Verdict | null;
}

/** What the rows show of a run. */
export function linesOf(rows: readonly Row[], run: Pick<Run, "contenders" | "results" | "sizes">): readonly Line[] {
  const { contenders, results, sizes } = run;
  return rows.map((row) => {
    const tooLate = row.limit === undefined ? "–" : `not in ${sizes[row.limit] / 1000} s`;
    return {
      title: row.title,
      cells: Object.fromEntries(
        contenders.map((contender) => [contender.title, cellOf(row, figuresOf(row, contender, results), tooLate)]),
      ),
      toReach: row.aim?.words ?? null,
      verdict: verdictOf(row, contenders, results),
    };
  });
}

function figuresOf(row: Row, contender: Contender, results: Results): Figures | null {
  return takesPart(contender, row) ? (results.find(subjectOf(row, contender))?.median ?? null) : null;
}

function cellOf({ figures: names, digits }: Row, figures: Figures | null, tooLate: string): string {
  const values = names.flatMap((name) => figures?.[name] ?? []);
  return values.length === 0
    ? "–"
    : values.map((value) => (value === Infinity ? tooLate : inWords(value, digits))).join(" / ");
}

/** Of a small number more than its whole part is worth knowing. */
function inWords(value: number, digits: number): string {
  const most = value < 10 ? Math.max(1, digits) : digits;
  return value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: most });
}

function verdictOf(row: Row, contenders: readonly Contender[], results: Results): Verdict | null {
  const server = contenders.find(({ id }) => id === "rekindle");
  const ours = server === undefined ? null : figuresOf(row, server, results);
  if (row.aim === null || ours === null) {
    return null;
  }
  const peers: Compared["peers"] = contenders
    .filter(({ isPeer }) => isPeer)
    .flatMap((peer) => {
      const figures = figuresOf(row, peer, results);
      return figures === null ? [] : [{ figures, onPostgresql: peer.store === "postgresql" }];
    });
  return row.aim.judge({ ours, peers });
}

/** The table in Markdown, its columns aligned. */
export function tableOf(lines: readonly Line[], contenders: readonly Contender[]): string {
  const head = ["what", ...contenders.map(({ title }) => title), "ours to theirs", "to reach", "reached"];
  const body = lines.map(({ title, cells, toReach, verdict }) => [
    title,
    ...contenders.map((contender) => cells[contender.title] ?? "–"),
    verdict?.measured ?? "–",
    toReach ?? "–",
    reachedInWords(verdict),
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...body].map((row) => row[column]?.length ?? 0)));
  const print = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return [print(head), print(widths.map((width) => "-".repeat(width))), ...body.map(print)].join("\n");
}

function reachedInWords(verdict: Verdict | null): string {
  if (typeof verdict?.reached !== "boolean") {
    return "–";
  }
  return verdict.reached ? "yes" : "MISSED";
}
