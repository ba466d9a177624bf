import {
  createService,
  type Logger,
  type Random,
  runOutsideTransaction,
  SECOND_MS,
  type Service,
  sleep,
} from "../../../kernel/index.ts";
import { reasonOf } from "./connect.ts";
import type { RedisSession } from "./session.ts";

/** A Redis that may vanish and return at any moment. */
export interface RedisLink extends Service {
  /** `null` while there is none. */
  session(): RedisSession | null;
}

interface LinkParts {
  open(): Promise<RedisSession>;
  readonly random: Random;
  readonly logger: Logger;
}

const RETRY_MS = SECOND_MS;

/** Opens one session after the other. Its start waits for the first attempt, which takes seconds at most, and never fails. */
export function createRedisLink({ open, random, logger }: LinkParts): RedisLink {
  let current: RedisSession | null = null;
  let isAway = false;
  let life: { readonly stopping: AbortController; readonly over: Promise<void> } | null = null;

  function tellAway(reason: string): void {
    if (!isAway) {
      isAway = true;
      logger.warn({ reason }, "Redis cannot be used: messages go by the database alone until it can");
    }
  }

  function tellBack(): void {
    if (isAway) {
      isAway = false;
      logger.info({}, "Redis can be used again");
    }
  }

  async function keepOpen(stopping: AbortSignal, tried: () => void): Promise<void> {
    while (!stopping.aborted) {
      try {
        const session = await open();
        current = session;
        tellBack();
        tried();
        const reason = await Promise.race([session.ended, aborted(stopping)]);
        current = null;
        await session.close();
        if (reason !== null) {
          tellAway(reason);
        }
      } catch (thrown) {
        tellAway(reasonOf(thrown));
        tried();
      }
      await sleep(RETRY_MS * (0.5 + random.next() / 2), stopping); // spread: many processes come back
    }
  }

  const service = createService({
    start: async () => {
      const stopping = new AbortController();
      const first = Promise.withResolvers<undefined>();
      const over = runOutsideTransaction(() => keepOpen(stopping.signal, () => first.resolve(undefined)));
      life = { stopping, over };
      await Promise.race([first.promise, over]);
    },
    stop: async () => {
      life?.stopping.abort();
      await life?.over;
      life = null;
      isAway = false;
    },
  });
  return { ...service, session: () => current };
}

function aborted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve(null);
    }
    signal.addEventListener("abort", () => resolve(null), { once: true });
  });
}
