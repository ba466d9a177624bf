import { z } from "zod";

import { CHANNELS } from "../../contract.ts";
import { HttpProblem } from "../http-problem.ts";

/** As long as the longest message that Discord takes from anyone. */
const MAX_TEXT_LENGTH = 4000;
const MAX_NAME_LENGTH = 32;
const MAX_ADVANCE_HOURS = 8784;

const user = z
  .string({ error: "must be a name" })
  .trim()
  .min(1, "must not be empty")
  .max(MAX_NAME_LENGTH, `must have at most ${MAX_NAME_LENGTH} characters`)
  .regex(/^[\p{L}\p{M}\p{N}_. -]+$/u, "may hold letters, digits, spaces and . _ - only");

const channel = z.enum(CHANNELS, { error: `must be one of ${CHANNELS.join(", ")}` });

const text = z
  .string({ error: "must be a text" })
  .max(MAX_TEXT_LENGTH, `must have at most ${MAX_TEXT_LENGTH} characters`)
  .refine((value) => value.trim() !== "", "must not be empty")
  .refine((value) => !value.includes("\u0000"), "must not contain a NUL character");

const id = z.string({ error: "must be an id" }).min(1).max(64);

/** The bodies and queries of the sandbox's HTTP interface, as they are let in. */
export const postMessage = z.strictObject({ user, channel, text });
export const pressButton = z.strictObject({ user, messageId: id, buttonId: z.string().min(1).max(100) });
export const listMessages = z.object({ user, channel, after: id.optional() });
export const advanceClock = z.strictObject({
  advanceHours: z
    .number({ error: "must be a number" })
    .positive(`must be above 0 and at most ${MAX_ADVANCE_HOURS}`)
    .max(MAX_ADVANCE_HOURS, `must be above 0 and at most ${MAX_ADVANCE_HOURS}`),
});
export const personName = z.object({ user });
export const patchPerson = z.strictObject({
  timeZone: z.union([z.null(), z.string().refine(isTimeZone, "must be an IANA time zone such as Europe/Berlin, or null")], {
    error: "must be an IANA time zone such as Europe/Berlin, or null",
  }),
});

function isTimeZone(name: string): boolean {
  return name === "UTC" || Intl.supportedValuesOf("timeZone").includes(name);
}

/** What was asked for, once it fits; otherwise a 400 that says what is allowed, for all fields at once. */
export function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (!result.success) {
    const problems = result.error.issues.map((issue) => `${issue.path.join(".") || "the body"} ${issue.message}`);
    throw new HttpProblem(400, "REQUEST_INVALID", problems.join("; "));
  }
  return result.data;
}
