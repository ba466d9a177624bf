import { z } from "zod";

/** The job types and what their payloads look like. Names are stored; never renamed. Payloads hold ids, never words. */
export const followUpMessageJob = {
  name: "follow_up_message",
  payload: z.object({ personId: z.string() }),
  retry: { type: "exponential", firstMs: 300_000, maxMs: 3_600_000 },
} as const;

export const deliverMessageJob = {
  name: "deliver_message",
  payload: z.object({ outboundId: z.string() }),
  retry: { type: "exponential", firstMs: 300_000, maxMs: 3_600_000 },
} as const;

export const activitySweepJob = { name: "activity_sweep", payload: z.object({}) } as const;

export const dataCleanupJob = { name: "data_cleanup", payload: z.object({}) } as const;
