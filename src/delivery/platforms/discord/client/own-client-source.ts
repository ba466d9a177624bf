import { type Logger, toError } from "../../../../kernel/index.ts";
import type { ClientSource } from "./client-source.ts";
import { createLoginLoop, type OwnSourceOptions } from "./login-loop.ts";

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
      const { promise: trouble, resolve } = Promise.withResolvers<"trouble">();
      const onTrouble = (): void => {
        resolve("trouble");
      };
      const done = loop.run({ events, signal, onTrouble });
      ended = done.catch(() => undefined);
      if ((await Promise.race([done, trouble])) === "trouble" && !signal.aborted) {
        logger.warn({}, "Discord cannot be reached; it is tried again until it can");
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
