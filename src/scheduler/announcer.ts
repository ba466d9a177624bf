import { monotonicMs, toError } from "../kernel/index.ts";
import type { Database } from "../database/index.ts";
import type { Logger } from "../kernel/index.ts";
import { notifyWorkers } from "./sql/notify-workers.ts";

/** The channel on which the processes of one database tell each other to look. Stands in the statements too. */
export const CHANNEL = "rekindle_jobs";

/** What one process tells the others: a job of this type is the next one due, or a run was cancelled. */
export type News = { readonly type: "due"; readonly jobType: string } | { readonly type: "cancel" };

/** Tells other processes, not more often than the database bears. */
export interface Announcer {
  /**
   * The notification to hand to a statement, so that it is told with its commit; `null` when there was one just now, or
   * when there are no other processes. Whoever gets `null` for news announces it after the commit.
   */
  ticket(jobType: string): string | null;
  /** The statement had no use for its ticket. */
  giveBack(): void;
  /** Told soon, together with what else there is to tell. */
  announce(news: News): void;
  /** Tells what is still to be told. */
  flush(): Promise<void>;
}

// With each commit up to 100 a second, coalesced above: commits with a notification queue for one lock.
const GAP_MS = 10;

const SEPARATOR = " ";

/** An announcer that says from whom the news are. */
export function createAnnouncer(database: Database, sender: string, logger: Logger): Announcer {
  const alone = database.kind === "embedded";
  let lastMs = -Infinity;
  let lastBeforeMs = -Infinity;
  let gathered = new Set<string>();
  let timer: NodeJS.Timeout | null = null;
  let sending: Promise<void> = Promise.resolve();

  async function send(): Promise<void> {
    timer = null;
    const notifications = [...gathered];
    gathered = new Set();
    lastMs = monotonicMs();
    try {
      await notifyWorkers(database, notifications);
    } catch (thrown) {
      // It was a hint: the others look by themselves within their longest sleep.
      logger.debug({ error: toError(thrown).message }, "other processes could not be told of news");
    }
  }

  return {
    ticket: (jobType) => {
      const nowMs = monotonicMs();
      if (alone || nowMs - lastMs < GAP_MS) {
        return null;
      }
      lastBeforeMs = lastMs;
      lastMs = nowMs;
      return encodeNews(sender, { type: "due", jobType });
    },
    giveBack: () => {
      lastMs = lastBeforeMs;
    },
    announce: (news) => {
      if (!alone) {
        gathered.add(encodeNews(sender, news));
        const waitMs = Math.max(0, lastMs + GAP_MS - monotonicMs());
        timer ??= setTimeout(() => {
          sending = send();
        }, waitMs);
      }
    },
    flush: async () => {
      if (timer !== null) {
        clearTimeout(timer);
        sending = send();
      }
      await sending;
    },
  };
}

/** `-`: from a transaction of somebody else, about whose commit nobody tells us. */
export const UNKNOWN_SENDER = "-";

/** As it is sent. */
export function encodeNews(sender: string, news: News): string {
  return [sender, news.type, ...(news.type === "due" ? [news.jobType] : [])].join(SEPARATOR);
}

/** What arrived; `null` where it is not ours to understand: a newer version may have more to tell. */
export function decodeNews(text: string): { readonly sender: string; readonly news: News } | null {
  const [sender = "", type, ...rest] = text.split(SEPARATOR);
  if (type === "due") {
    return { sender, news: { type, jobType: rest.join(SEPARATOR) } };
  }
  return type === "cancel" ? { sender, news: { type } } : null;
}
