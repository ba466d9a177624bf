import type { Logger } from "../../../../kernel/index.ts";
import type { RequestSlots } from "../../../request-slots.ts";
import { SlotSupply } from "./slot-supply.ts";
import { createWaitingLine, type TurnOptions } from "./waiting-line.ts";

/** Gives turns: to those whom somebody waits for first, else in the order in which they are asked for. */
export interface Pace {
  /** Resolves when it is this one's turn, or at once when the signal fires: the caller looks at its signal. */
  turn(options: TurnOptions): Promise<void>;
  /** Discord takes nothing for so long: nobody goes. */
  hold(forMs: number): void;
}

interface PaceParts {
  readonly slots: RequestSlots;
  readonly requestsPerSecond: number;
  readonly logger: Logger;
}

/**
 * The pace that all who share the slots keep together. The client library counts by fixed seconds instead, across whose borders twice as
 * many may leave, for each process alone, and counts answers to interactions too, which are free.
 */
export function createPace({ slots, requestsPerSecond, logger }: PaceParts): Pace {
  const line = createWaitingLine();
  const supply = new SlotSupply({ slots, requestsPerSecond, logger, onChange: go });
  let timer: NodeJS.Timeout | undefined;

  function go(): void {
    clearTimeout(timer);
    while (line.length() > 0 && supply.take()) {
      line.next();
    }
    if (line.length() > 0) {
      timer = setTimeout(go, supply.provide(line.length()));
    }
  }

  return {
    turn: (options) => {
      const turn = line.join(options);
      go();
      return turn;
    },
    hold: (forMs) => {
      supply.hold(forMs);
      go();
    },
  };
}
