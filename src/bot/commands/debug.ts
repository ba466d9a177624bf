import { describeDuration, MINUTE_MS } from "../../kernel/index.ts";
import type { Command } from "./command-types.ts";

/** So long at most: a level that somebody forgot to lower fills disks. */
const DEBUG_MS = 30 * MINUTE_MS;

/** Raises the log level for a bounded time. */
export const debug: Command = {
  name: "debug",
  description: "Raises the log level for a while",
  usage: "debug on | off",
  rank: "operator",
  fields: [
    {
      name: "switch",
      description: "On for half an hour, or off",
      required: true,
      type: "choice",
      choices: ["on", "off"],
    },
  ],
  actsAtOnce: (words) => words, // doing it twice changes nothing
  run: ({ status }, _source, words) => {
    switch (words.join(" ").toLowerCase()) {
      case "on":
        status.raiseLogLevel(DEBUG_MS);
        return Promise.resolve({ text: `Debug logging is on for ${describeDuration(DEBUG_MS)}.` });
      case "off":
        status.restoreLogLevel();
        return Promise.resolve({ text: "Debug logging is off." });
      default:
        return Promise.resolve(null);
    }
  },
};
