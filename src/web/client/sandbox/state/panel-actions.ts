import { isNotKnown, type Page, report } from "./page.ts";

/** What can be done with the panel. */
export interface PanelActions {
  /** Reads again what is known of the person. Calls during a read come to one more read. */
  refreshPanel(): void;
  setTimeZone(timeZone: string | null): Promise<void>;
}

/** @returns the panel of whoever the page is at the time. */
export function createPanelActions(page: Page): PanelActions {
  const { store, client } = page;
  /** How many times it was asked for, and how many of these the last reading answers. */
  let asked = 0;
  let answered = 0;

  async function read(): Promise<void> {
    const { user } = store.get();
    if (user === null) {
      return;
    }
    try {
      const panel = await client.readPanel(user);
      if (store.get().user === user) {
        store.set({ panel });
      }
    } catch (error) {
      if (isNotKnown(error)) {
        store.set({ isStranger: true });
      } else {
        report(page, error);
      }
    }
  }

  async function readUntilQuiet(): Promise<void> {
    while (answered < asked) {
      const answers = asked;
      await read();
      answered = answers;
    }
  }

  return {
    refreshPanel: () => {
      asked += 1;
      if (asked === answered + 1) {
        void readUntilQuiet();
      }
    },
    setTimeZone: async (timeZone) => {
      const { user } = store.get();
      if (user === null) {
        return;
      }
      try {
        const panel = await client.patchPerson(user, { timeZone });
        if (store.get().user === user) {
          store.set({ panel });
        }
      } catch (error) {
        report(page, error);
      }
    },
  };
}
