/** What one measurement says, by name. `Infinity`: not within the time that it was given. */
export type Figures = Readonly<Record<string, number>>;

export function medianOf(each: readonly Figures[]): Figures {
  const names = Object.keys(each[0] ?? {});
  return Object.fromEntries(
    names.map((name) => [
      name,
      percentile(
        each.map((figures) => figures[name]),
        50,
      ),
    ]),
  );
}

/** The smallest of the values that `percent` of them do not exceed; of an even number the lower one of the middle. */
export function percentile(values: readonly (number | undefined)[], percent: number): number {
  const sorted = values.map((value) => value ?? Number.NaN).toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}

/** This moment by the machine's clock, with fractions of a millisecond; processes of one machine agree about it. */
export function nowMs(): number {
  return performance.timeOrigin + performance.now();
}
