import { errorWords, RequestRefusedError, ServerAwayError } from "../connection/request-errors.ts";
import { createSandboxClient, type SandboxClient } from "../connection/sandbox-client.ts";
import { type FirstSteps, NOBODYS, type PageState } from "./page-state.ts";
import { recallPlace, recallSteps, rememberSteps } from "./remembered.ts";
import { createStore, type Store } from "./store.ts";

/** What every action works on. */
export interface Page {
  readonly store: Store<PageState>;
  readonly client: SandboxClient;
  /** Tries to reach the server again. Set once there is something that can. */
  reconnect: () => void;
}

/** A page that has not asked the server anything yet. */
export function createPage(): Page {
  const { channel } = recallPlace();
  const initial: PageState = {
    ...NOBODYS,
    sandbox: null,
    connection: "connecting",
    people: [],
    peopleWithNews: [],
    user: null,
    channel,
    clock: null,
    steps: recallSteps(),
    area: "chat",
    problem: null,
  };
  return { store: createStore(initial), client: createSandboxClient(), reconnect: () => undefined };
}

/** Marks a step as done, and remembers it. */
export function finishStep(page: Page, step: keyof FirstSteps): void {
  const { steps } = page.store.get();
  if (!steps[step]) {
    const changed = { ...steps, [step]: true };
    rememberSteps(changed);
    page.store.set({ steps: changed });
  }
}

/** Whether the server knows nothing yet of a name: it makes people when they are first used. */
export function isNotKnown(thrown: unknown): boolean {
  return thrown instanceof RequestRefusedError && thrown.status === 404;
}

/** Where the server is away, that is noted and tried to mend. @returns whether it was. */
export function noteAway(page: Page, thrown: unknown): boolean {
  const isAway = thrown instanceof ServerAwayError;
  if (isAway && page.store.get().connection !== "away") {
    page.store.set({ connection: "away" });
    page.reconnect();
  }
  return isAway;
}

/** Shows what was thrown over the whole page. */
export function report(page: Page, thrown: unknown): void {
  if (!noteAway(page, thrown)) {
    page.store.set({ problem: errorWords(thrown) });
  }
}
