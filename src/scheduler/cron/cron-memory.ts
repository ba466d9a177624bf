/**
 * The schedules that this process could not read: the expression of a newer version, a zone that its Node does not
 * know, a row that was changed by hand. They are left to others, and told of once. As soon as one is defined anew it is
 * another one.
 */
export interface UnreadableSchedules {
  add(schedule: StoredExpression): void;
  /** As the statements compare them: name, zone and expression, a line each. */
  all(): readonly string[];
}

/** An expression where it stands. */
export interface StoredExpression {
  readonly name: string;
  readonly time_zone: string;
  readonly expression: string;
}

/** None so far. */
export function createUnreadableSchedules(): UnreadableSchedules {
  const known = new Set<string>();
  return {
    add: ({ name, time_zone: timeZone, expression }) => void known.add([name, timeZone, expression].join("\n")),
    all: () => [...known],
  };
}
