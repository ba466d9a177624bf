import { expect, vi } from "vitest";

import type { Channel, Message, PersonPanel } from "../../src/web/contract.ts";
import type { Program } from "../program.ts";

/** Five messages of somebody with an exam behind them, the last one about it. */
export const EXAM = "My biology exam was this morning and I'm still so stressed about it";
export const EXAM_TALK = [
  "hi there",
  "long week so far",
  "I spent most of it in the library",
  "coffee keeps me going",
  EXAM,
];
/** Three messages in which nobody tells anything of their own. */
export const SMALL_TALK = ["hi there", "just looking around", "ok, thanks"];

export interface Someone {
  readonly name: string;
  readonly channel: Channel;
}

export const inDm = (name: string): Someone => ({ name, channel: "dm" });
export const inGeneral = (name: string): Someone => ({ name, channel: "general" });

/** Says the texts one after the other; the last one as it was posted comes back. */
export async function talk(program: Program, { name, channel }: Someone, texts: readonly string[]): Promise<Message> {
  const posted: Message[] = [];
  for (const text of texts) {
    posted.push(await program.say(name, channel, text));
  }
  return present(posted.at(-1), "a message");
}

/** The permission question in front of this person, its buttons still there; in a channel behind the small button. */
export async function openQuestion(program: Program, { name, channel }: Someone): Promise<Message | null> {
  const messages = await program.messages(name, channel);
  const question = messages.findLast((message) => hasButton(message, "consent:yes"));
  if (question !== undefined) {
    return question;
  }
  const small = messages.findLast((message) => hasButton(message, "consent:ask") && names(message, name));
  return small === undefined ? null : program.press(name, small.id, "consent:ask");
}

export async function answerQuestion(
  program: Program,
  who: Someone,
  buttonId: "consent:yes" | "consent:topics" | "consent:no",
): Promise<void> {
  const question = present(await openQuestion(program, who), `the question for ${who.name}`);
  await program.press(who.name, question.id, buttonId);
}

export async function talkAndSayYes(
  program: Program,
  who: Someone,
  texts: readonly string[] = EXAM_TALK,
): Promise<void> {
  await talk(program, who, texts);
  await answerQuestion(program, who, "consent:yes");
}

/** What the bot wrote to this person of its own accord, oldest first. In a channel it is told by the name in it. */
export async function followUpsFor(program: Program, { name, channel }: Someone): Promise<readonly Message[]> {
  const messages = await program.messages(name, channel);
  return messages.filter((message) => isFollowUp(message) && (channel === "dm" || names(message, name)));
}

export function isFollowUp(message: Message): boolean {
  return message.author.bot && hasButton(message, "why");
}

/** Says something that the bot answers at once, and gives the answer. */
export async function ask(program: Program, { name, channel }: Someone, text: string): Promise<Message> {
  const asked = await program.say(name, channel, text);
  return vi.waitFor(
    async () => present(answerAfter(await program.messages(name, channel), asked), `an answer to "${text}"`),
    { interval: 20, timeout: 5000 },
  );
}

/** The bot's answer to a message, `null` where it has none by now. */
export function answerAfter(messages: readonly Message[], asked: Message): Message | undefined {
  const position = messages.findIndex(({ id }) => id === asked.id);
  return messages.slice(position + 1).find((message) => message.author.bot && !isFollowUp(message));
}

/** What an answer to an order or the like calls it. */
export function orderIdIn(answer: Message): string {
  return present(/[0-9a-z]{22}/.exec(answer.text)?.[0], `an id in "${answer.text}"`);
}

export function hasButton(message: Message, buttonId: string): boolean {
  return message.buttons.some(({ id }) => id === buttonId);
}

function names(message: Message, name: string): boolean {
  return message.text.toLowerCase().includes(name.toLowerCase());
}

export async function clockOf(program: Program): Promise<Date> {
  const { body } = await program.call("GET", "/api/sandbox/clock");
  return new Date((body as { now: string }).now);
}

const HOUR_MS = 3_600_000;

/** Winds to the next time that it is so late in UTC; hours may have fractions. */
export async function windToHour(program: Program, hour: number): Promise<void> {
  const now = await clockOf(program);
  const hoursNow = (now.getTime() % (24 * HOUR_MS)) / HOUR_MS;
  const ahead = (hour - hoursNow + 24) % 24;
  await program.wind(ahead === 0 ? 24 : ahead);
}

export async function setZone(program: Program, name: string, timeZone: string | null): Promise<PersonPanel> {
  const { status, body } = await program.call("PATCH", `/api/sandbox/people/${encodeURIComponent(name)}`, { timeZone });
  expect(status, JSON.stringify(body)).toBe(200);
  return body as PersonPanel;
}

export function hoursBetween(earlier: Date | string, later: Date | string): number {
  return (new Date(later).getTime() - new Date(earlier).getTime()) / HOUR_MS;
}

/** What must be there for a test to go on. */
export function present<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) {
    throw new Error(`${what} is not there`);
  }
  return value;
}
