import { z } from "zod";

import { type Channel, CHANNELS } from "../../contract.ts";
import { readTimeZone } from "../../../follow-ups/index.ts";
import { HttpProblem } from "../http-problem.ts";

/** As long as the longest message that Discord takes from anyone. */
const MAX_TEXT_LENGTH = 4000;
const MAX_NAME_LENGTH = 32;
const MAX_ADVANCE_HOURS = 8784;

const name = z
  .string({ error: "must be a name" })
  .trim()
  .min(1, "must not be empty")
  .max(MAX_NAME_LENGTH, `must have at most ${MAX_NAME_LENGTH} characters`)
  .regex(/^[\p{L}\p{M}\p{N}_. -]+$/u, "may hold letters, digits, spaces and . _ - only");

const channel = z.enum(CHANNELS, { error: `must be one of ${CHANNELS.join(", ")}` });

const text = z
  .string({ error: "must be a text" })
  .refine((value) => value.isWellFormed(), "must not contain half a character (a lone surrogate)")
  .max(MAX_TEXT_LENGTH, `must have at most ${MAX_TEXT_LENGTH} characters`)
  .refine((value) => value.trim() !== "", "must not be empty")
  .refine((value) => !value.includes("\u0000"), "must not contain a NUL character");

const id = z
  .string({ error: "must be an id" })
  .regex(/^[\w:-]{1,64}$/, "must be an id: at most 64 letters, digits and _ : -");
const buttonId = z
  .string({ error: "must be an id" })
  .regex(/^\P{C}{1,100}$/u, "must be an id of at most 100 characters");
const noId = z.literal("").transform(() => undefined);

/** What each request that names a person is let in as. */
export interface SandboxRequests {
  readonly postMessage: z.ZodType<{ user: string; channel: Channel; text: string }>;
  readonly pressButton: z.ZodType<{ user: string; messageId: string; buttonId: string }>;
  readonly listMessages: z.ZodType<{ user: string; channel: Channel; after?: string | undefined }>;
  readonly personName: z.ZodType<{ user: string }>;
}

/** Requests that name a person, as they are let in. What the bot is called is nobody else's name. */
export function requestsOf({ botNames }: { readonly botNames: readonly string[] }): SandboxRequests {
  const taken = botNames.map((botName) => botName.toLowerCase());
  const user = name.refine((value) => !taken.includes(value.toLowerCase()), "must not be the bot's own name");
  return {
    postMessage: z.strictObject({ user, channel, text }),
    pressButton: z.strictObject({ user, messageId: id, buttonId }),
    listMessages: z.object({ user, channel, after: id.or(noId).optional() }),
    personName: z.object({ user }),
  };
}

/** `POST /clock` */
export const advanceClock = z.strictObject({
  advanceHours: z
    .number({ error: "must be a number" })
    .positive(`must be above 0 and at most ${MAX_ADVANCE_HOURS}`)
    .max(MAX_ADVANCE_HOURS, `must be above 0 and at most ${MAX_ADVANCE_HOURS}`),
});
/** `PATCH /people/:user` */
export const patchPerson = z.strictObject({
  timeZone: z.union(
    [
      z.null(),
      z
        .string()
        .refine((name) => readTimeZone(name) !== null, "must be an IANA time zone such as Europe/Berlin, or null"),
    ],
    {
      error: "must be an IANA time zone such as Europe/Berlin, or null",
    },
  ),
});

/** What was asked for, once it fits; otherwise a 400 that says what is allowed, for all fields at once. */
export function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (!result.success) {
    const problems = result.error.issues.map((issue) => `${issue.path.join(".") || "the body"} ${issue.message}`);
    throw new HttpProblem(400, "REQUEST_INVALID", problems.join("; "));
  }
  return result.data;
}
