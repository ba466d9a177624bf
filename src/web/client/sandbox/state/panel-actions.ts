import { isNotKnown, type Page, report } from "./page.ts";

export interface PanelActions {
  /** Reads again what is known of the person. Calls during a read come to one more read. */
  refreshPanel(): void;
  setTimeZone(timeZone: string | null): Promise<void>;
}

export function createPanelActions(page: Page): PanelActions {
  const { store, client } = page;
  let reading = false;
  let again = false;

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
    reading = true;
    do {
      again = false;
      await read();
    } while (again);
    reading = false;
  }

  return {
    refreshPanel: () => {
      again = true;
      if (!reading) {
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
