import type { Channel, PersonEntry } from "../../../contract.ts";
import type { MessageActions } from "./message-actions.ts";
import type { Page } from "./page.ts";
import { type Area, NOBODYS } from "./page-state.ts";
import type { PanelActions } from "./panel-actions.ts";
import { rememberPlace } from "./remembered.ts";

/** What can be done about people and places. */
export interface PeopleActions {
  /** Becomes that person, who need not exist yet. */
  pickPerson(name: string): void;
  pickChannel(channel: Channel): void;
  /** Takes a person that the server told of. */
  receivePerson(person: PersonEntry): void;
  showArea(area: Area): void;
}

/** @param onPicked - called when the page has become somebody else. */
export function createPeopleActions(
  page: Page,
  parts: { readonly messages: MessageActions; readonly panel: PanelActions; readonly onPicked: (user: string) => void },
): PeopleActions {
  const { store } = page;

  function receivePerson(person: PersonEntry): void {
    const { people } = store.get();
    const known = people.some(({ name }) => name === person.name);
    store.set({ people: known ? people.map((one) => (one.name === person.name ? person : one)) : [...people, person] });
  }

  return {
    receivePerson,
    pickPerson: (name) => {
      const { people, peopleWithNews, channel, user } = store.get();
      if (!people.some((person) => person.name === name)) {
        receivePerson({ name, admin: name === "admin", lastMessageAt: null });
      }
      store.set({ area: "chat", peopleWithNews: peopleWithNews.filter((one) => one !== name) });
      if (user === name) {
        return;
      }
      store.set({ ...NOBODYS, user: name });
      rememberPlace(name, channel);
      parts.onPicked(name);
      void parts.messages.loadChannel(channel);
      parts.panel.refreshPanel();
    },
    pickChannel: (channel) => {
      const { user, unread } = store.get();
      store.set({ channel, area: "chat", unread: { ...unread, [channel]: 0 } });
      if (user !== null) {
        rememberPlace(user, channel);
        void parts.messages.loadChannel(channel);
      }
    },
    showArea: (area) => {
      const { unread, channel } = store.get();
      store.set({ area, ...(area === "chat" ? { unread: { ...unread, [channel]: 0 } } : {}) });
    },
  };
}
