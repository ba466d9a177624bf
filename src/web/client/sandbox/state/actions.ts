import { type EventStream, openEventStream } from "../connection/event-stream.ts";
import { errorWords, ServerAwayError } from "../connection/request-errors.ts";
import { type ClockActions, createClockActions } from "./clock-actions.ts";
import { createMessageActions, type MessageActions } from "./message-actions.ts";
import { findNews } from "./news.ts";
import { finishStep, type Page } from "./page.ts";
import { createPanelActions, type PanelActions } from "./panel-actions.ts";
import { createPeopleActions, type PeopleActions } from "./people-actions.ts";
import { recallPlace } from "./remembered.ts";

/** All that the page can do. */
export type Actions = Omit<MessageActions, "receive"> &
  Omit<ClockActions, "receiveClock"> &
  Omit<PeopleActions, "receivePerson"> &
  Omit<PanelActions, "refreshPanel"> & {
    /** Reads what the page needs at first, and tries again until the server answers. */
    start(): Promise<void>;
    /** Tries the server again, at once. */
    reconnect(): void;
    dismissSteps(): void;
    dismissProblem(): void;
  };

const START_RETRY_MS = 2_000;

export function createActions(page: Page): Actions {
  const { store, client } = page;
  const panel = createPanelActions(page);
  const messages = createMessageActions(page, panel);
  const clock = createClockActions(page, (answer, from) => {
    panel.refreshPanel();
    void findNews(page, { from, delivered: answer.delivered });
  });
  const people = createPeopleActions(page, { messages, panel, onPicked: listenAs });
  let stream: EventStream | null = null;
  let startTimer: ReturnType<typeof setTimeout> | undefined;

  function listenAs(user: string): void {
    stream?.close();
    stream = openEventStream(user, {
      events: {
        message: messages.receive,
        clock: clock.receiveClock,
        person: people.receivePerson,
        panel: (changed) => {
          if (changed.user === store.get().user) {
            panel.refreshPanel();
          }
        },
      },
      onAway: () => {
        store.set({ connection: "away" });
      },
      onOpened: () => {
        const wasAway = store.get().connection === "away";
        store.set({ connection: "open" });
        if (wasAway) {
          void catchUp();
        }
      },
    });
  }

  /** What happened while the stream was broken. */
  async function catchUp(): Promise<void> {
    await readState();
    await messages.loadChannel(store.get().channel);
    panel.refreshPanel();
  }

  async function readState(): Promise<boolean> {
    try {
      const { clock: now, people: everybody, ...sandbox } = await client.readState();
      store.set({ sandbox });
      everybody.forEach(people.receivePerson);
      clock.receiveClock(now);
      return true;
    } catch (error) {
      store.set(error instanceof ServerAwayError ? { connection: "away" } : { connection: "away", problem: errorWords(error) });
      return false;
    }
  }

  async function start(): Promise<void> {
    clearTimeout(startTimer);
    if (!(await readState())) {
      startTimer = setTimeout(() => void start(), START_RETRY_MS);
      return;
    }
    store.set({ connection: "open" });
    const { user } = recallPlace();
    if (user !== null) {
      people.pickPerson(user);
    }
  }

  function reconnect(): void {
    if (stream === null) {
      void start();
    } else {
      stream.retryNow();
    }
  }
  page.reconnect = reconnect;

  return {
    ...messages,
    ...clock,
    ...people,
    ...panel,
    start,
    reconnect,
    dismissSteps: () => {
      finishStep(page, "dismissed");
    },
    dismissProblem: () => {
      store.set({ problem: null });
    },
  };
}
