import type { ClockState, PersonEntry } from "../../../contract.ts";
import { errorWords, ServerAwayError } from "../connection/request-errors.ts";
import type { Page } from "./page.ts";

/** Reads what the page needs at first, and again after it was cut off. */
export interface Opening {
  /** @returns whether the server answered. */
  read(receiveClock: (clock: ClockState) => void): Promise<boolean>;
  /** Reads again and again until the server answers, then goes on with `next`. Called twice, it begins anew. */
  readUntilAnswered(receiveClock: (clock: ClockState) => void, next: () => void): Promise<void>;
}

const RETRY_MS = 2_000;

/** @param receivePerson - takes each person that is there. */
export function createOpening({ store, client }: Page, receivePerson: (person: PersonEntry) => void): Opening {
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function read(receiveClock: (clock: ClockState) => void): Promise<boolean> {
    try {
      const { clock, people, ...sandbox } = await client.readState();
      store.set({ sandbox });
      people.forEach(receivePerson);
      receiveClock(clock);
      return true;
    } catch (error) {
      store.set({ connection: "away", ...(error instanceof ServerAwayError ? {} : { problem: errorWords(error) }) });
      return false;
    }
  }

  async function readUntilAnswered(receiveClock: (clock: ClockState) => void, next: () => void): Promise<void> {
    clearTimeout(timer);
    if (await read(receiveClock)) {
      store.set({ connection: "open", problem: null });
      next();
    } else {
      timer = setTimeout(() => void readUntilAnswered(receiveClock, next), RETRY_MS);
    }
  }

  return { read, readUntilAnswered };
}
