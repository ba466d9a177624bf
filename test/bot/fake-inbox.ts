import { expect } from "vitest";

import {
  type CompletionRequest,
  type Inbox,
  type InboxEvent,
  type PlatformNews,
  type PressEvent,
  type Reply,
  ReplyTooLateError,
} from "../../src/delivery/index.ts";
import type { PersonId, Place } from "../../src/vocabulary/index.ts";

/** A platform with the bounds of a strict one: what it could not show, it does not take. */
export interface FakeInbox extends Inbox {
  /** Gives an event to the bot and says what it was answered, in order. */
  take(event: InboxEvent): Promise<readonly Reply[]>;
  tell(news: PlatformNews): Promise<void>;
  ask(request: CompletionRequest): Promise<readonly string[]>;
  /** From now on every event is too old to be answered, or is not. */
  makeLate(late?: boolean): void;
  /** From now on, answers are lost before or after the platform has them: as if the process died then. `null`: none is. */
  loseAnswers(when: "before" | "after" | null): void;
  /** What was answered to a message, by whichever process. */
  answersTo(messageId: string): readonly Reply[];
  /** How often it was shown that an answer is being written. */
  readonly typed: readonly InboxEvent[];
  readonly settled: readonly PressEvent[];
}

export function directPlace(person: PersonId): Place {
  return { platform: "discord", kind: "dm", channelId: `user:${person}`, serverId: null };
}

export function createFakeInbox(): FakeInbox {
  const answers = new Map<InboxEvent, Reply[]>();
  const typed: InboxEvent[] = [];
  const settled: PressEvent[] = [];
  const byMessage = new Map<string, Reply[]>();
  let late = false;
  let lost: "before" | "after" | null = null;
  let handler: (event: InboxEvent) => Promise<void> = notSubscribed;
  let newsHandler: (news: PlatformNews) => Promise<void> = notSubscribed;
  let completer: (request: CompletionRequest) => Promise<readonly string[]> = notSubscribed;

  const canWhisper = (event: InboxEvent): boolean => event.type !== "message" || event.place.kind === "dm";

  return {
    typed,
    settled,
    take: async (event) => {
      await handler(event);
      return answers.get(event) ?? [];
    },
    tell: (news) => newsHandler(news),
    ask: (request) => completer(request),
    makeLate: (isLate = true) => {
      late = isLate;
    },
    loseAnswers: (when) => {
      lost = when;
    },
    answersTo: (messageId) => byMessage.get(messageId) ?? [],
    isInTime: () => !late,
    findAnswer: async ({ messageId }, { key }) =>
      (byMessage.get(messageId) ?? []).some((reply) => reply.key === key) ? "found" : "absent",
    subscribe: (subscriber) => {
      handler = subscriber;
    },
    subscribeNews: (subscriber) => {
      newsHandler = subscriber;
    },
    complete: (subscriber) => {
      completer = subscriber;
    },
    canWhisper,
    reply: async (event, reply) => {
      if (late) {
        throw new ReplyTooLateError();
      }
      expect(reply.onlyForActor && !canWhisper(event), "an answer for one that everybody would see").toBe(false);
      expectToFit(reply);
      if (lost === "before") {
        throw new Error("the process died before the answer");
      }
      if (event.type === "message") {
        byMessage.set(event.messageId, [...(byMessage.get(event.messageId) ?? []), reply]);
      }
      if (lost === "after") {
        throw new Error("the process died after the answer");
      }
      answers.set(event, [...(answers.get(event) ?? []), reply]);
    },
    showTyping: (event) => typed.push(event),
    directPlace,
    writeMoment: (moment, precision) => `<${precision} ${moment.toISOString()}>`,
    leave: () => undefined,
    settlePressed: async (event) => {
      settled.push(event);
    },
    idle: () => Promise.resolve(),
  };
}

/** What Discord takes of a message and its one row of buttons. */
export function expectToFit({ text, buttons = [] }: Pick<Reply, "text" | "buttons">): void {
  expect(text.length).toBeGreaterThan(0);
  expect(text.length).toBeLessThanOrEqual(2000);
  expect(buttons.length).toBeLessThanOrEqual(5);
  expect(new Set(buttons.map(({ id }) => id)).size).toBe(buttons.length);
  for (const { id, label } of buttons) {
    expect(id.length).toBeLessThanOrEqual(64);
    expect(label).toMatch(/^.{1,80}$/su);
  }
}

function notSubscribed(): Promise<never> {
  throw new Error("nobody subscribed");
}
