import { z } from "zod";

import { MOODS, RELATIONSHIPS } from "../../vocabulary/index.ts";
import { readTimeZone } from "../timing/time-zone.ts";

const LONGEST_NAME = 255;
const LONGEST_MESSAGE = 10_000;
const MOST_MESSAGES = 1000;

const moment = z.date();

const timeZone = z
  .string()
  .max(64)
  .transform((zone, context) => {
    const known = readTimeZone(zone);
    if (known === null) {
      context.addIssue({ code: "custom", message: "it is no IANA time zone" });
      return z.NEVER;
    }
    return known;
  });

/** What a host may answer, by provider. */
export const HOST_SCHEMAS = {
  profile: z
    .object({ name: z.string().max(LONGEST_NAME).nullish(), timeZone: timeZone.nullish() })
    .nullable()
    .transform((profile) => ({ name: profile?.name ?? null, timeZone: profile?.timeZone ?? null })),
  recentMessages: z
    .array(
      z.object({
        id: z.string().min(1).max(255),
        author: z.enum(["person", "bot"]),
        text: z.string().max(LONGEST_MESSAGE),
        sentAt: moment,
      }),
    )
    .max(MOST_MESSAGES),
  mood: z.object({ mood: z.enum(MOODS), at: moment }).nullable(),
  relationship: z.enum(RELATIONSHIPS),
  recordOwnMessage: z.unknown(),
  allowed: z.literal(true).or(z.literal(false)),
} as const;
