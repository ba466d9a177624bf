import { setImmediate as nextTurn } from "node:timers/promises";

import { sleep, toError } from "../kernel/index.ts";
import type { ClaimStep } from "./claim-step.ts";
import type { SchedulerContext } from "./scheduler-context.ts";
import type { WakeSignal } from "./wake-signal.ts";

/** What a loop goes round on. */
export interface ClaimLoopParts {
  readonly context: SchedulerContext;
  readonly step: ClaimStep;
  readonly wake: WakeSignal;
  readonly stopping: AbortSignal;
}

const FIRST_BACK_OFF_MS = 50;
const LONGEST_BACK_OFF_MS = 5_000;

/** Takes step after step until the signal fires. Survives every error of the database. Never rejects. */
export async function runClaimLoop({ context, step, wake, stopping }: ClaimLoopParts): Promise<void> {
  const { logger, random } = context;
  let failures = 0;
  while (!stopping.aborted) {
    try {
      const pauseMs = await step.take();
      if (failures > 0) {
        logger.info({ failures }, "the scheduler can use its database again");
      }
      failures = 0;
      await wake.wait(pauseMs);
    } catch (thrown) {
      failures += 1;
      if (failures === 1) {
        logger.error({ error: toError(thrown).message }, "the scheduler cannot use its database; trying again");
      }
      const waitMs = Math.min(FIRST_BACK_OFF_MS * 2 ** (failures - 1), LONGEST_BACK_OFF_MS);
      await sleep(waitMs * (0.5 + random.next() / 2), stopping); // spread: many processes must not come back at once
    }
    if (context.database.kind === "embedded") {
      await nextTurn(); // it may answer without ever letting timers and sockets have their turn
    }
  }
}
