import { type Logger, MINUTE_MS, toError } from "../../../kernel/index.ts";
import { CopyFailedError } from "../../copy-errors.ts";
import { copyIsDue, makeCopy } from "./copies.ts";
import type { EmbeddedPGlite } from "./embedded-pglite.ts";

/** How often it is looked whether a copy is due: a process that never lives for a day makes its copies too. */
const PAUSE_MS = 10 * MINUTE_MS;

/** The making of copies while a database is open. */
export interface Copying {
  /** Makes no more, and waits for the one that is being made. */
  stop(): Promise<void>;
  /** One more, of the data directory that nobody has open any more. */
  copyClosed(): Promise<void>;
}

interface CopyingParts {
  readonly dataFolder: string;
  readonly copiesFolder: string;
  readonly logger: Logger;
}

/** Copies the database once a day. Whatever goes wrong is a warning. */
export function startCopying(pglite: EmbeddedPGlite, { dataFolder, copiesFolder, logger }: CopyingParts): Copying {
  let underWay: Promise<void> = Promise.resolve();
  let stopped = false;

  async function warnOnFailure(copy: () => Promise<void>): Promise<void> {
    try {
      await copy();
    } catch (thrown) {
      const { code, message } = new CopyFailedError(copiesFolder, toError(thrown));
      logger.warn({ code, error: message }, "the embedded database could not be copied; it goes on without");
    }
  }

  async function copyIfDue(): Promise<void> {
    if (!stopped && pglite.ready && (await copyIsDue(copiesFolder))) {
      await makeCopy(dataFolder, copiesFolder, (work) => copyHeld(pglite, work));
    }
  }

  const timer = setInterval(() => {
    underWay = underWay.then(() => warnOnFailure(copyIfDue));
  }, PAUSE_MS);
  timer.unref();
  return {
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await underWay;
    },
    copyClosed: () => warnOnFailure(() => makeCopy(dataFolder, copiesFolder, (work) => work())),
  };
}

// What is copied while nobody is let in is what a killed process would leave behind; the checkpoint makes its recovery short.
async function copyHeld(pglite: EmbeddedPGlite, work: () => Promise<void>): Promise<void> {
  await pglite.exec("checkpoint");
  await pglite.runExclusive(work);
}
