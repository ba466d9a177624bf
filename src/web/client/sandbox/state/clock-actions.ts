import type { ClockAnswer } from "../../../contract.ts";
import { errorWords, RequestRefusedError } from "../connection/request-errors.ts";
import { windResult } from "../words/wind-words.ts";
import type { ClockReader } from "./clock-reader.ts";
import { finishStep, noteAway, type Page } from "./page.ts";

/** What can be done with the clock. Both wait until it stands; while it winds, both do nothing. */
export interface ClockActions {
  wind(advanceHours: number): Promise<void>;
  windUntilDelivery(): Promise<void>;
}

interface ClockParts {
  readonly reader: ClockReader;
  /** Called when a winding of ours has ended well. */
  readonly onWound: (answer: ClockAnswer, from: string) => void;
}

/** @returns the winding of the clock, for one page. */
export function createClockActions(page: Page, { reader, onWound }: ClockParts): ClockActions {
  const { store, client } = page;

  async function run(untilDelivery: boolean, start: () => Promise<ClockAnswer>): Promise<void> {
    const { clock } = store.get();
    if (clock?.windingFrom !== null) {
      return;
    }
    const from = clock.now;
    reader.beginOwn({ windingFrom: from, untilDelivery });
    try {
      const answer = await start();
      reader.endOwn(windResult(answer, { from, untilDelivery }), { ...answer, target: null });
      finishStep(page, "wound");
      onWound(answer, from);
    } catch (error) {
      noteAway(page, error);
      reader.endOwn({ tone: "bad", words: failureWords(error) }, null);
    }
  }

  return {
    wind: (advanceHours) => run(false, () => client.wind(advanceHours)),
    windUntilDelivery: () => run(true, () => client.windUntilDelivery()),
  };
}

function failureWords(error: unknown): string {
  const isBusy = error instanceof RequestRefusedError && error.status === 409;
  return isBusy ? "The clock is already being wound. One at a time." : errorWords(error);
}
