import type { DeliveryQueue } from "../../delivery-queue.ts";

/** The database alone: its scheduler tells all processes of a new job, and whoever claims it first runs it. */
export const postgresQueue: DeliveryQueue = {
  start: () => Promise.resolve(),
  stop: () => Promise.resolve(),
  headStartMs: () => 0,
  offer: () => undefined,
  state: () => "not configured",
};
