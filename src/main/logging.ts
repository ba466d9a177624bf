import { pino } from "pino";

import type { Logger } from "../kernel/index.ts";

/** From little to much. */
export const LOG_LEVELS = ["silent", "error", "warn", "info", "debug"] as const;
/** One of them. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Whether a text names a level. */
export function isLogLevel(text: string): text is LogLevel {
  return LOG_LEVELS.some((level) => level === text);
}

/** A logger whose level can be raised for a while. */
export interface LevelledLogger extends Logger {
  /** `debug` for so long, then back. A second call begins the time anew. */
  raiseLevel(forMs: number): void;
  restoreLevel(): void;
}

/** JSON lines on standard error: standard output is for what the program has to say to a person. */
export function createLogger(level: LogLevel): LevelledLogger {
  const logger = pino({ level, base: null }, pino.destination({ fd: 2, sync: true }));
  let timer: NodeJS.Timeout | undefined;
  const restoreLevel = (): void => {
    clearTimeout(timer);
    logger.level = level;
  };
  return {
    debug: logger.debug.bind(logger),
    info: logger.info.bind(logger),
    warn: logger.warn.bind(logger),
    error: logger.error.bind(logger),
    raiseLevel: (forMs) => {
      clearTimeout(timer);
      logger.level = "debug";
      timer = setTimeout(restoreLevel, forMs);
      timer.unref();
    },
    restoreLevel,
  };
}
