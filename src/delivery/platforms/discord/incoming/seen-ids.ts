/** Remembers the last ids that it was shown, so that an event that comes twice is handled once. */
export interface SeenIds {
  /** True for an id that was not there before. */
  isNew(id: string): boolean;
}

/** Remembers `capacity` ids at least, twice as many at most. */
export function rememberIds(capacity: number): SeenIds {
  let recent = new Set<string>();
  let older: ReadonlySet<string> = new Set();
  return {
    isNew: (id) => {
      if (recent.has(id) || older.has(id)) {
        return false;
      }
      recent.add(id);
      if (recent.size >= capacity) {
        older = recent;
        recent = new Set();
      }
      return true;
    },
  };
}
