import { DatabaseUnavailableError } from "../database/index.ts";
import { sleep, toError } from "../kernel/index.ts";
import { CHANNEL, decodeNews } from "./announcer.ts";
import type { SchedulerContext } from "./scheduler-context.ts";

/** What there is to hear. */
export interface EarCallbacks {
  /** A job of a type that is known here may be due. */
  readonly due: () => void;
  /** A run was cancelled, perhaps one of this process. */
  readonly cancelled: () => void;
  /** Anything may have happened while nobody listened. */
  readonly missed: () => void;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;

/** Hears what other processes tell. */
export interface Ear {
  /** How long a sleep may be: longer where one is told of news than where one has to look for them. */
  maxSleepMs(): number;
  /** Begins to listen, in the background, as soon as the database is there. Warns once where it cannot be. */
  open(): void;
  close(): Promise<void>;
}

/** An ear that is closed. On the embedded database it stays so: there is nobody else to be heard. */
export function createEar(context: SchedulerContext, callbacks: EarCallbacks): Ear {
  const { database, options, logger, registry, sender } = context;
  let hears = database.kind === "embedded";
  const closed = new AbortController();
  let listening: Promise<(() => Promise<void>) | null> = Promise.resolve(null);

  function onNotification(text: string): void {
    const told = decodeNews(text);
    if (told === null || told.sender === sender) {
      return;
    }
    if (told.news.type === "cancel") {
      callbacks.cancelled();
    } else if (registry.find(told.news.jobType) !== undefined) {
      callbacks.due();
    }
  }

  async function listen(): Promise<(() => Promise<void>) | null> {
    let pauseMs = FIRST_PAUSE_MS;
    while (!closed.signal.aborted) {
      try {
        const unlisten = await database.listen(CHANNEL, onNotification, callbacks.missed);
        hears = true;
        callbacks.missed();
        return unlisten;
      } catch (thrown) {
        const error = toError(thrown);
        if (!(error instanceof DatabaseUnavailableError)) {
          const fields = { error: error.message, pollMs: options.pollMs };
          logger.warn(fields, "this process cannot be notified of other processes' jobs: it looks for them instead");
          return null;
        }
      }
      await sleep(pauseMs, closed.signal);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    }
    return null;
  }

  return {
    maxSleepMs: () => (hears ? options.maxSleepMs : Math.min(options.maxSleepMs, options.pollMs)),
    open: () => {
      if (database.kind === "server") {
        listening = listen();
      }
    },
    close: async () => {
      closed.abort();
      const unlisten = await listening;
      await unlisten?.();
    },
  };
}
