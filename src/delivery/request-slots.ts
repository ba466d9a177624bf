/** Slots that are wanted. */
export interface SlotOrder {
  readonly count: number;
  /** From one slot to the next. The same for all who share the slots. */
  readonly stepMs: number;
  /** When the first may be at the earliest, from now; below 0: it may have been a moment ago, where nobody took it. */
  readonly earliestInMs: number;
}

/** Slots that were booked: `count` of them, `stepMs` apart. */
export interface BookedSlots {
  /** When the first one is, in milliseconds on the clock of whoever keeps the slots. */
  readonly firstAtMs: number;
  /** What that clock said when they were booked. */
  readonly nowMs: number;
}

/**
 * The moments at which a bot may ask its platform something, one request each. A platform counts the requests of all processes of a bot
 * together, so the slots lie one behind the other on one clock, and each is booked by one process. A slot that is not used is lost:
 * nothing has to be given back, and a process that dies takes no more with it than it had booked.
 */
export interface RequestSlots {
  /** Books the next ones that are free. Called for several at once, and only while something waits. */
  book(order: SlotOrder): Promise<BookedSlots>;
}
