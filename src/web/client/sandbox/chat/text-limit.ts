/** What one message may hold at most, in characters. The server holds to it too. */
export const LONGEST_TEXT = 4_000;
