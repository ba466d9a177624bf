/** A test asks the stand-in for what nobody could do on Discord. */
export class StandInMisuseError extends Error {
  constructor(what: string) {
    super(what);
    this.name = "StandInMisuseError";
  }
}

/** Throws {@link StandInMisuseError}. */
export function misuse(what: string): never {
  throw new StandInMisuseError(what);
}
