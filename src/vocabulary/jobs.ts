import { z } from "zod";

import { HOUR_MS } from "../kernel/index.ts";

// Names are stored, and never renamed. Payloads hold ids, never words.

/** A follow-up to this person is due: it is decided whether and what to write. */
export const followUpMessageJob = {
  name: "follow_up_message",
  payload: z.object({ personId: z.string() }),
  retry: { type: "exponential", firstMs: 300_000, maxMs: 3_600_000 },
} as const;

/** This message is to leave. */
export const deliverMessageJob = {
  name: "deliver_message",
  payload: z.object({ outboundId: z.string() }),
  retry: { type: "exponential", firstMs: 300_000, maxMs: 3_600_000 },
} as const;

/** The bot lost a server (`serverId`) or a channel: what was said there goes. The other id is `null`. */
export const forgetPlacesJob = {
  name: "forget_places",
  payload: z.object({ serverId: z.string().nullable(), channelId: z.string().nullable() }),
  maxRetries: 20,
  timeoutMs: HOUR_MS,
} as const;

/** This follow-up went out, and the host's own memory is to be told. */
export const recordOwnMessageJob = {
  name: "record_own_message",
  payload: z.object({ outboundId: z.string() }),
  retry: { type: "exponential", firstMs: 10_000, maxMs: 3_600_000 },
  maxRetries: 30, // about a day
} as const;

/** The key of the one job of each daily type that waits. */
export const DAILY_JOB_KEY = "daily";

/** Daily: whoever may be written to and has no plan gets one. */
export const activitySweepJob = { name: "activity_sweep", payload: z.object({}), timeoutMs: HOUR_MS } as const;

/** Daily: everything whose time is over goes. */
export const dataCleanupJob = { name: "data_cleanup", payload: z.object({}), timeoutMs: HOUR_MS } as const;
