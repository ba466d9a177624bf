import type { SandboxEvents } from "../../../contract.ts";
import { type EventStream, openEventStream } from "../connection/event-stream.ts";
import type { Page } from "./page.ts";

/** Hears what happens to the person that the page is. */
export interface Listening {
  listenAs(user: string): void;
  /** Tries the stream again, at once. @returns false where there is none yet. */
  retryNow(): boolean;
}

interface ListeningParts {
  readonly events: { readonly [Name in keyof SandboxEvents]: (data: SandboxEvents[Name]) => void };
  /** Called whenever the stream is there: something may have happened before. */
  readonly onHeard: (wasAway: boolean) => void;
}

/** @returns what listens as one person at a time, and says in the state whether the server is there. */
export function createListening({ store }: Page, { events, onHeard }: ListeningParts): Listening {
  let stream: EventStream | null = null;

  return {
    listenAs: (user) => {
      stream?.close();
      stream = openEventStream(user, {
        events,
        onAway: () => {
          store.set({ connection: "away" });
        },
        onOpened: () => {
          const wasAway = store.get().connection === "away";
          store.set({ connection: "open" });
          onHeard(wasAway);
        },
      });
    },
    retryNow: () => {
      stream?.retryNow();
      return stream !== null;
    },
  };
}
