import { toError } from "../kernel/index.ts";
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

/** Hears what other processes tell. */
export interface Ear {
  /** How long a sleep may be: longer where one is told of news than where one has to look for them. */
  maxSleepMs(): number;
  /** Begins to listen, in the background; tries once, and warns once where it cannot be. */
  open(): void;
  close(): Promise<void>;
}

/** An ear that is closed. On the embedded database it stays so: there is nobody else to be heard. */
export function createEar(context: SchedulerContext, callbacks: EarCallbacks): Ear {
  const { database, options, logger, registry, sender } = context;
  let hears = database.kind === "embedded";
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
    try {
      const unlisten = await database.listen(CHANNEL, onNotification);
      hears = true;
      callbacks.missed();
      return unlisten;
    } catch (thrown) {
      const fields = { error: toError(thrown).message, pollMs: options.pollMs };
      logger.warn(fields, "this process cannot be notified of other processes' jobs: it looks for them instead");
      return null;
    }
  }

  return {
    maxSleepMs: () => (hears ? options.maxSleepMs : Math.min(options.maxSleepMs, options.pollMs)),
    open: () => {
      if (database.kind === "server") {
        listening = listen();
      }
    },
    close: async () => {
      const unlisten = await listening;
      await unlisten?.();
    },
  };
}
