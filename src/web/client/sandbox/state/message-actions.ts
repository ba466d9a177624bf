import type { Channel, Message } from "../../../contract.ts";
import { errorWords } from "../connection/request-errors.ts";
import { pressNote } from "../words/press-words.ts";
import { isBy, withMessage } from "./message-list.ts";
import { finishStep, isNotKnown, noteAway, type Page, report } from "./page.ts";
import type { SendingMessage } from "./page-state.ts";
import type { PanelActions } from "./panel-actions.ts";

/** What can be done with messages. */
export interface MessageActions {
  /** Takes a message that came from the server. */
  receive(message: Message): void;
  loadChannel(channel: Channel): Promise<void>;
  /** @returns what went wrong in plain words, `null` where nothing did. */
  say(text: string): Promise<string | null>;
  press(message: Message, buttonId: string): Promise<void>;
}

/** The longest that "is writing" is shown: where a model is slower, the line would only puzzle. */
const WRITING_SHOWN_MS = 20_000;

/** @param panel - read again after what may have changed it. */
export function createMessageActions(page: Page, panel: PanelActions): MessageActions {
  const receive = (message: Message): void => {
    take(page, message);
  };
  return {
    receive,
    loadChannel: (channel) => loadChannel(page, channel),
    say: createSay(page, panel),
    press: createPress(page, panel),
  };
}

function take(page: Page, message: Message): void {
  const { store } = page;
  const state = store.get();
  const known = state.messages[message.channel];
  const isNew = known === undefined || known.every(({ id }) => id !== message.id);
  const isOwn = isBy(message, state.user);
  const isUnseen = message.channel !== state.channel || state.area !== "chat";
  store.set({
    messages: { ...state.messages, ...(known === undefined ? {} : { [message.channel]: withMessage(known, message) }) },
    ...(isNew && !isOwn ? { freshIds: [...state.freshIds, message.id].slice(-50) } : {}),
    ...(isNew && !isOwn && isUnseen
      ? { unread: { ...state.unread, [message.channel]: (state.unread[message.channel] ?? 0) + 1 } }
      : {}),
    ...(message.author.bot ? { botIsWriting: false } : {}),
    ...(isNew && isOwn ? { sending: withoutFirst(state.sending, message) } : {}),
  });
}

/** The stream may tell of a message of ours before the answer to sending it does. */
function withoutFirst(sending: readonly SendingMessage[], { channel, text }: Message): readonly SendingMessage[] {
  const confirmed = sending.find((one) => one.channel === channel && one.text === text);
  return sending.filter((one) => one !== confirmed);
}

async function loadChannel(page: Page, channel: Channel): Promise<void> {
  const { store, client } = page;
  const { user } = store.get();
  if (user === null) {
    return;
  }
  try {
    const messages = await client.readMessages(user, channel);
    if (store.get().user === user) {
      store.set({ messages: { ...store.get().messages, [channel]: messages } });
    }
  } catch (error) {
    if (isNotKnown(error)) {
      store.set({ messages: { ...store.get().messages, [channel]: [] } });
      return;
    }
    report(page, error);
  }
}

function createSay(page: Page, panel: PanelActions): MessageActions["say"] {
  const { store, client } = page;
  let count = 0;
  let writingTimer: ReturnType<typeof setTimeout> | undefined;

  function expectAnswer(channel: Channel, text: string): void {
    if (store.get().sandbox?.modelHint !== null || channel !== "dm" || text.startsWith("!")) {
      return;
    }
    store.set({ botIsWriting: true });
    clearTimeout(writingTimer);
    writingTimer = setTimeout(() => {
      store.set({ botIsWriting: false });
    }, WRITING_SHOWN_MS);
  }

  return async (text) => {
    const { user, channel } = store.get();
    if (user === null) {
      return "Pick a person first.";
    }
    count += 1;
    const key = `sending-${String(count)}`;
    store.set({ sending: [...store.get().sending, { key, channel, text }], jumps: store.get().jumps + 1 });
    expectAnswer(channel, text);
    try {
      const message = await client.postMessage({ user, channel, text });
      if (store.get().user === user) {
        take(page, message);
      }
      noteActivity(page, user, message.sentAt);
      finishStep(page, "said");
      panel.refreshPanel();
      return null;
    } catch (error) {
      store.set({ botIsWriting: false });
      noteAway(page, error);
      return errorWords(error);
    } finally {
      store.set({ sending: store.get().sending.filter((one) => one.key !== key) });
    }
  };
}

function createPress(page: Page, panel: PanelActions): MessageActions["press"] {
  const { store, client } = page;

  return async (message, buttonId) => {
    const { user, presses } = store.get();
    if (user === null || presses[message.id]?.state === "sending") {
      return;
    }
    const label = message.buttons.find(({ id }) => id === buttonId)?.label ?? buttonId;
    store.set({ presses: { ...presses, [message.id]: { buttonId, label, state: "sending", note: null } } });
    try {
      const reply = await client.pressButton({ user, messageId: message.id, buttonId });
      if (store.get().user !== user) {
        return;
      }
      const note = pressNote(buttonId, { label, hasReply: reply !== null });
      store.set({ presses: { ...store.get().presses, [message.id]: { buttonId, label, state: "done", note } } });
      settle(page, message, buttonId);
      if (reply !== null) {
        take(page, reply);
        store.set({ jumps: store.get().jumps + 1 });
      }
      panel.refreshPanel();
    } catch (error) {
      store.set({ presses: withoutKey(store.get().presses, message.id) });
      report(page, error);
    }
  };
}

function noteActivity({ store }: Page, name: string, lastMessageAt: string): void {
  store.set({
    people: store.get().people.map((person) => (person.name === name ? { ...person, lastMessageAt } : person)),
  });
}

function withoutKey<Value>(record: Readonly<Record<string, Value>>, key: string): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(record).filter(([one]) => one !== key));
}

/** An answered question has no buttons any more; the server says so too, on the stream. */
function settle(page: Page, message: Message, buttonId: string): void {
  if (buttonId.startsWith("consent:") && buttonId !== "consent:ask") {
    take(page, { ...message, buttons: [] });
    finishStep(page, "answered");
  }
}
