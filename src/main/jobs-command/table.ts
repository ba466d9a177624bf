import { plain } from "./plain.ts";

/** One column of a table. */
export interface Column {
  readonly title: string;
  /** Numbers stand at the right. @defaultValue left */
  readonly align?: "left" | "right";
  /** The least width to which it may be cut where the line is too long. @defaultValue it is never cut */
  readonly least?: number;
}

const GAP = "  ";

/** Columns under their titles, no line longer than `width` as far as the columns can be cut. Empty columns are left out. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
): readonly string[] {
  const used = columns
    .map((column, index) => ({ column, cells: rows.map((row) => plain(row[index] ?? "")) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ""));
  const widths = fit(
    used.map(({ column, cells }) => ({
      natural: Math.max(...[column.title, ...cells].map(lengthOf)),
      least: column.least ?? Infinity,
    })),
    width - GAP.length * (used.length - 1),
  );
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, index) => pad(cut(text, widths[index] ?? 0), widths[index] ?? 0, used[index]?.column.align))
      .join(GAP)
      .trimEnd();
  return [
    line(used.map(({ column }) => column.title)),
    ...rows.map((_, index) => line(used.map(({ cells }) => cells[index] ?? ""))),
  ];
}

interface Widths {
  readonly natural: number;
  readonly least: number;
}

/** Takes from the widest column that can give, until all fit or none can. */
function fit(columns: readonly Widths[], width: number): readonly number[] {
  const widths = columns.map(({ natural }) => natural);
  let excess = widths.reduce((sum, natural) => sum + natural, 0) - width;
  while (excess > 0) {
    const [giver] = columns
      .flatMap(({ least }, index) => ((widths[index] ?? 0) > least ? [index] : []))
      .toSorted((one, other) => (widths[other] ?? 0) - (widths[one] ?? 0));
    if (giver === undefined) {
      break;
    }
    widths[giver] = (widths[giver] ?? 0) - 1;
    excess -= 1;
  }
  return widths;
}

/** At most so many letters; an ellipsis says where some are missing. */
export function cut(text: string, width: number): string {
  const letters = Array.from(text);
  return letters.length <= width ? text : `${letters.slice(0, Math.max(0, width - 1)).join("")}…`;
}

function pad(text: string, width: number, align: Column["align"]): string {
  const spaces = " ".repeat(Math.max(0, width - lengthOf(text)));
  return align === "right" ? spaces + text : text + spaces;
}

function lengthOf(text: string): number {
  return Array.from(text).length;
}
