import { type Logger, SECOND_MS, sleep, toError } from "../../../../kernel/index.ts";
import type { ClientSource } from "./client-source.ts";
import { createLoginLoop, type OwnSourceOptions } from "./login-loop.ts";

/** A start that takes longer goes on without: whoever stops a program waits for its start. */
const PATIENCE_MS = 4 * SECOND_MS;

const TROUBLE_WORDS = "Discord cannot be reached; it is tried again until it can";
const SLOW_WORDS = "the login to Discord takes its time; the start does not wait for it";

/** A client of our own: made, logged in, made again for as long as Discord cannot be reached, and destroyed. */
export function ownClientSource(options: OwnSourceOptions, logger: Logger): ClientSource {
  const loop = createLoginLoop(options, logger);
  let stopping = new AbortController();
  let ended: Promise<void> = Promise.resolve();

  return {
    own: true,
    wanted: { content: options.readAll, members: options.serverMembers },
    start: async (events) => {
      stopping = new AbortController();
      const { signal } = stopping;
      const { promise: trouble, resolve } = Promise.withResolvers<"trouble" | "slow">();
      const onTrouble = (): void => {
        resolve("trouble");
      };
      const done = loop.run({ events, signal, onTrouble });
      ended = done.catch(() => undefined);
      const waiting = new AbortController();
      void sleep(PATIENCE_MS, waiting.signal).then(() => {
        resolve("slow");
      });
      void ended.then(() => {
        waiting.abort();
      });
      const outcome = await Promise.race([done, trouble]);
      if (outcome !== undefined && !signal.aborted) {
        // A bot of many shards logs in with one after the other, some seconds apart.
        logger.warn({}, outcome === "slow" ? SLOW_WORDS : TROUBLE_WORDS);
        done.catch((thrown: unknown) => {
          events.fatal(toError(thrown));
        });
      }
    },
    stop: async () => {
      stopping.abort();
      await ended;
      await loop.client()?.destroy();
    },
  };
}
