/** What one measurement says, by name. `Infinity`: not within the time that it was given. */
export type Figures = Readonly<Record<string, number>>;

/** The median of each figure over the measurements that have it. */
export function medianOf(each: readonly Figures[]): Figures {
  const names = new Set(each.flatMap((figures) => Object.keys(figures)));
  const valuesOf = (name: string): readonly number[] => each.flatMap((figures) => figures[name] ?? []);
  return Object.fromEntries([...names].map((name) => [name, percentile(valuesOf(name), 50)]));
}

/** The smallest of the values that `percent` of them do not exceed; of an even number the lower one of the middle. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}

/** This moment by the machine's clock, with fractions of a millisecond; processes of one machine agree about it. */
export function nowMs(): number {
  return performance.timeOrigin + performance.now();
}
