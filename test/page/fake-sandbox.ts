import type {
  Channel,
  ClockAnswer,
  ClockState,
  Message,
  PersonEntry,
  PersonPanel,
  PostMessage,
  PressButton,
  SandboxEvents,
  SandboxState,
} from "../../src/web/contract.ts";
import {
  BOT,
  CHANNELS,
  FOLLOW_UP,
  FOLLOW_UP_BUTTONS,
  grantedPanel,
  MODEL_HINT,
  newPanel,
  QUESTION,
  QUESTION_BUTTONS,
  samPanel,
  START,
  WHY,
} from "./fake-words.ts";

type Emit = <Name extends keyof SandboxEvents>(user: string | null, name: Name, data: SandboxEvents[Name]) => void;

interface Person {
  entry: PersonEntry;
  panel: PersonPanel;
  readonly messages: Message[];
}

const HOUR_MS = 3_600_000;
const MOST_DAYS = 60;

/** A sandbox in memory that behaves like the real one as far as the page can see. What it was not told how to do, it throws at. */
export class FakeSandbox {
  /** Where `true`, winding stands still until `step()` and `finish()` move it. */
  holdsWinding = false;
  modelHint: string | null = MODEL_HINT;
  /** What to tell the streams; `null`: everybody. Set by the server. */
  emit: Emit = () => undefined;
  readonly #people = new Map<string, Person>();
  #now = Date.parse(START);
  #target: number | null = null;
  #delivered = 0;
  #count = 0;
  #release: (() => void) | null = null;

  constructor(people: "sam and admin" | "nobody" = "sam and admin") {
    if (people === "sam and admin") {
      this.#person("admin").entry = { name: "admin", admin: true, lastMessageAt: null };
      this.#people.set("sam", {
        entry: { name: "sam", admin: false, lastMessageAt: "2026-11-22T11:15:00.000Z" },
        panel: samPanel(),
        messages: [],
      });
    }
  }

  state(): SandboxState {
    const people = [...this.#people.values()].map(({ entry }) => entry);
    return {
      botName: BOT.name,
      version: "0.1.0",
      clock: this.clock(),
      channels: CHANNELS,
      people,
      modelHint: this.modelHint,
    };
  }

  clock(): ClockState {
    return {
      now: this.#iso(),
      target: this.#target === null ? null : new Date(this.#target).toISOString(),
      delivered: this.#delivered,
    };
  }

  messages(user: string, channel: Channel): readonly Message[] {
    return this.#person(user).messages.filter((message) => message.channel === channel);
  }

  panel(user: string): PersonPanel {
    return this.#person(user).panel;
  }

  setTimeZone(user: string, timeZone: string | null): PersonPanel {
    const hours = timeZone === null ? newPanel(user).hours : `between 22:00 and 09:00 in ${timeZone} nothing is sent`;
    return this.#changePanel(user, { timeZone, hours });
  }

  say({ user, channel, text }: PostMessage): Message {
    const person = this.#person(user);
    const message = this.#put(user, {
      channel,
      text,
      author: { id: user, name: user.charAt(0).toUpperCase() + user.slice(1), bot: false },
    });
    person.entry = { ...person.entry, lastMessageAt: message.sentAt };
    if (text.startsWith("!")) {
      this.#obey(user, channel, text);
      return message;
    }
    const { panel } = this.#changePerson(user, { messageCount: person.panel.messageCount + 1 });
    if (channel === "dm" && panel.messageCount === 3 && panel.permission.state === "not_asked") {
      this.#put(user, { channel, text: QUESTION, author: BOT, buttons: QUESTION_BUTTONS });
      this.#changePanel(user, { permission: { state: "asked", words: "has been asked today and has not answered" } });
    }
    this.#countAnswer(user);
    return message;
  }

  press({ user, messageId, buttonId }: PressButton): Message | null {
    const message = this.#person(user).messages.find(({ id }) => id === messageId);
    if (message?.buttons.some(({ id }) => id === buttonId) !== true) {
      throw new Error(`nothing is set for the button ${buttonId} of ${messageId}`);
    }
    switch (buttonId) {
      case "consent:yes":
        this.#replace(user, { ...message, buttons: [] });
        this.#changePerson(user, grantedPanel(this.panel(user), this.#iso()));
        return this.#put(user, {
          channel: message.channel,
          author: BOT,
          text: "Thank you! I'll write rarely, and only with a reason.",
        });
      case "consent:no":
        this.#replace(user, { ...message, buttons: [] });
        this.#changePanel(user, {
          ...newPanel(user),
          permission: { state: "refused", words: "has said no, on 24 November" },
          nothingPlanned: "nothing is planned: they said no",
        });
        return this.#put(user, { channel: message.channel, author: BOT, text: "Understood. I won't write first." });
      case "why":
        return this.#put(user, { channel: message.channel, author: BOT, text: WHY, onlyYou: true });
      case "later":
      case "stop":
      case "up":
      case "down":
        return null;
      default:
        throw new Error(`nothing is set for the button ${buttonId}`);
    }
  }

  /** The bot writes to somebody, now. */
  deliver(user: string, text: string): Message {
    const message = this.#put(user, { channel: "dm", author: BOT, text, buttons: FOLLOW_UP_BUTTONS });
    const { followUps, decisions } = this.panel(user);
    this.#delivered += 1;
    this.#changePanel(user, {
      next: null,
      nothingPlanned: "nothing is planned while the last message waits for an answer; the gap is now four days",
      followUps: [
        { id: `u-${message.id}`, sentAt: message.sentAt, text, answeredAt: null, words: "Not answered" },
        ...followUps,
      ],
      decisions: [
        {
          id: `d-${message.id}`,
          at: message.sentAt,
          outcome: "send",
          reasonCode: "reason_found",
          words:
            "Wrote a question how something went that they told, because there was something of their own to ask about.",
        },
        ...decisions,
      ],
    });
    return message;
  }

  get isWinding(): boolean {
    return this.#target !== null;
  }

  async wind(advanceHours: number): Promise<ClockAnswer> {
    const due = this.#due(advanceHours);
    await this.#begin(this.#now + advanceHours * HOUR_MS);
    if (due !== null) {
      this.#arrive(due);
    }
    return this.#end();
  }

  async windUntilDelivery(): Promise<ClockAnswer> {
    const due = this.#due(MOST_DAYS * 24);
    await this.#begin(this.#now + MOST_DAYS * 24 * HOUR_MS);
    if (due !== null) {
      this.#arrive(due);
      this.#target = this.#now;
    }
    return this.#end();
  }

  /** Moves a held winding on. */
  step(hours: number): void {
    this.#now += hours * HOUR_MS;
    this.emit(null, "clock", this.clock());
  }

  /** Lets a held winding come to its end. */
  finish(): void {
    this.#release?.();
  }

  #due(hours: number): { readonly user: string; readonly at: number } | null {
    for (const [user, { panel }] of this.#people) {
      const at = panel.next === null ? null : Date.parse(panel.next.at);
      if (at !== null && user !== "sam" && at <= this.#now + hours * HOUR_MS) {
        return { user, at };
      }
    }
    return null;
  }

  async #begin(target: number): Promise<void> {
    this.#target = target;
    this.#delivered = 0;
    this.emit(null, "clock", this.clock());
    if (this.holdsWinding) {
      await new Promise<void>((resolve) => {
        this.#release = resolve;
      });
    }
  }

  #arrive({ user, at }: { readonly user: string; readonly at: number }): void {
    this.#now = Math.max(this.#now, at);
    this.deliver(user, FOLLOW_UP);
    this.emit(null, "clock", this.clock());
  }

  #end(): ClockAnswer {
    this.#now = this.#target ?? this.#now;
    this.#target = null;
    this.emit(null, "clock", this.clock());
    return { now: this.#iso(), delivered: this.#delivered };
  }

  #obey(user: string, channel: Channel, text: string): void {
    if (text !== "!followup_settings status") {
      throw new Error(`nothing is set for the command ${text}`);
    }
    this.#put(user, {
      channel,
      author: BOT,
      onlyYou: true,
      text: "Follow-ups are **off** for you: you have not been asked yet.",
    });
  }

  #countAnswer(user: string): void {
    const [newest, ...others] = this.panel(user).followUps;
    if (newest?.answeredAt === null) {
      this.#changePanel(user, {
        followUps: [{ ...newest, answeredAt: this.#iso(), words: "Answered after 2 hours" }, ...others],
      });
    }
  }

  #person(name: string): Person {
    const known = this.#people.get(name);
    if (known !== undefined) {
      return known;
    }
    const person: Person = { entry: { name, admin: false, lastMessageAt: null }, panel: newPanel(name), messages: [] };
    this.#people.set(name, person);
    return person;
  }

  #put(user: string, message: Pick<Message, "channel" | "text" | "author"> & Partial<Message>): Message {
    this.#count += 1;
    const whole: Message = {
      buttons: [],
      onlyYou: false,
      ...message,
      id: `m${String(this.#count)}`,
      sentAt: this.#iso(),
    };
    this.#person(user).messages.push(whole);
    this.emit(user, "message", whole);
    return whole;
  }

  #replace(user: string, message: Message): void {
    const { messages } = this.#person(user);
    messages.splice(
      messages.findIndex(({ id }) => id === message.id),
      1,
      message,
    );
    this.emit(user, "message", message);
  }

  #changePerson(user: string, change: Partial<PersonPanel>): Person {
    this.#changePanel(user, change);
    return this.#person(user);
  }

  #changePanel(user: string, change: Partial<PersonPanel>): PersonPanel {
    const person = this.#person(user);
    person.panel = { ...person.panel, ...change };
    this.emit(null, "panel", { user });
    return person.panel;
  }

  #iso(): string {
    return new Date(this.#now).toISOString();
  }
}
