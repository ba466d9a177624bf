import { type ClockActions, createClockActions } from "./clock-actions.ts";
import { createClockReader } from "./clock-reader.ts";
import { createListening } from "./listening.ts";
import { createMessageActions, type MessageActions } from "./message-actions.ts";
import { findNews } from "./news.ts";
import { createOpening } from "./opening.ts";
import { finishStep, type Page } from "./page.ts";
import { createPanelActions, type PanelActions } from "./panel-actions.ts";
import { createPeopleActions, type PeopleActions } from "./people-actions.ts";
import { recallPlace } from "./remembered.ts";

/** All that the page can do. */
export type Actions = ClockActions &
  Pick<MessageActions, "say" | "press"> &
  Pick<PeopleActions, "pickPerson" | "pickChannel" | "showArea"> &
  Pick<PanelActions, "setTimeZone"> & {
    /** Begins; tries again until the server answers. */
    start(): Promise<void>;
    /** Tries the server again, at once. */
    reconnect(): void;
    dismissSteps(): void;
    dismissProblem(): void;
  };

/** Puts the page's parts together. */
export function createActions(page: Page): Actions {
  const { store } = page;
  const panel = createPanelActions(page);
  const messages = createMessageActions(page, panel);
  const reader = createClockReader(page);
  const clock = createClockActions(page, {
    reader,
    onWound: ({ delivered }, from) => {
      panel.refreshPanel();
      void findNews(page, { from, delivered });
    },
  });
  const people = createPeopleActions(page, { messages, panel, onPicked: (user) => listening.listenAs(user) });
  const opening = createOpening(page, people.receivePerson);
  const listening = createListening(page, {
    events: {
      message: messages.receive,
      clock: reader.receiveEvent,
      person: people.receivePerson,
      panel: ({ user }) => {
        if (user === store.get().user) {
          panel.refreshPanel();
        }
      },
    },
    onHeard: (wasAway) => {
      // After a restart the clock may be another one, and earlier.
      void opening.read(wasAway ? reader.receive : reader.receiveEvent);
      void messages.loadChannel(store.get().channel);
      panel.refreshPanel();
    },
  });

  const start = (): Promise<void> => opening.readUntilAnswered(reader.receive, beSomebody);
  const beSomebody = (): void => {
    const { user } = recallPlace();
    if (user !== null) {
      people.pickPerson(user);
    }
  };
  page.reconnect = () => {
    if (!listening.retryNow()) {
      void start();
    }
  };

  return {
    ...clock,
    ...messages,
    ...people,
    ...panel,
    start,
    reconnect: () => page.reconnect(),
    dismissSteps: () => finishStep(page, "dismissed"),
    dismissProblem: () => store.set({ problem: null }),
  };
}
