import { StatementError } from "../database/index.ts";
import type { MessageEvent } from "../delivery/index.ts";
import { createBatcher } from "./batcher.ts";
import type { BotParts } from "./bot-parts.ts";
import { type Remembered, rememberMessages } from "./remember-messages.ts";

const BATCH_LIMIT = 200;

/** Messages on their way into the database. */
export interface Storing {
  /** Stores a message, together with others that come at the same time. */
  store(event: MessageEvent): Promise<Remembered>;
  /** What is told about a message must find it: resolves when messages that came earlier are stored. */
  afterEarlierMessages(): Promise<void>;
}

/** Gathers messages into batches, each of them one transaction. */
export function createStoring(parts: BotParts): Storing {
  const remember = createBatcher<MessageEvent, Remembered>((events) => rememberMessages(parts, events), {
    limit: BATCH_LIMIT,
    mayBeOfOne: (error) => error instanceof StatementError, // nobody's words are lost by what another one wrote
  });
  const storing = new Set<Promise<Remembered>>();

  return {
    store: async (event) => {
      const work = remember(event);
      storing.add(work);
      try {
        return await work;
      } finally {
        storing.delete(work);
      }
    },
    afterEarlierMessages: async () => {
      await Promise.allSettled([...storing]);
    },
  };
}
