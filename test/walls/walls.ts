import type { OpenDatabase } from "../../src/database/testing/index.ts";
import type { Actor, Reply } from "../../src/delivery/index.ts";
import type { LanguageModel, LanguageModelRequest } from "../../src/llm/index.ts";
import { scriptedModel } from "../../src/llm/models/scripted/index.ts";
import type { Place } from "../../src/vocabulary/index.ts";
import { isSecondReading } from "../llm/second-reading.ts";
import { dmOf, openStage, type Stage, someone } from "../bot/stage.ts";
import { MAY_BE_HEARD_IN, PLACE_NAMES, type PlaceName, PLACES, type Step } from "./histories.ts";

/** A word of one person's that was said in one place. */
interface Canary {
  readonly word: string;
  readonly who: string;
  readonly place: PlaceName;
}

/** A text that reached a place where one of its words must not be heard. */
export interface Leak {
  readonly canary: Canary;
  readonly heardBy: string;
  readonly heardIn: PlaceName;
  readonly text: string;
}

/** What came of some histories. */
export interface WallsReport {
  readonly leaks: readonly Leak[];
  /** Texts that were looked at. */
  readonly texts: number;
  /** Canaries that were heard again where they may be: without any, nothing was put to the test. */
  readonly heard: number;
  readonly followUps: number;
}

/** Says all that it is told: whatever reaches a prompt reaches a text. */
export function chatterbox(): LanguageModel {
  return scriptedModel((request) => (isSecondReading(request.system) ? "no" : wordsOf(request).slice(0, 1500)));
}

/** Says all that it was ever told, to whomever, wherever: a leak. */
export function gossip(): LanguageModel {
  let everything = "";
  return scriptedModel((request) => {
    if (isSecondReading(request.system)) {
      return "no";
    }
    everything = `${wordsOf(request)} ${everything}`.slice(0, 1500);
    return everything;
  });
}

/** Only words that survive the checks of a text: letters. */
function wordsOf({ system, messages }: LanguageModelRequest): string {
  const told = [...messages.map(({ text }) => text).toReversed(), system].join(" ");
  const canaries = told.match(/\bqu[a-z]+ix\b/g) ?? [];
  return `How did it go with ${[...new Set(canaries)].join(" and ")}?`;
}

/** Plays each history with a person of its own, all on one stage, waits three days, and looks at every text that anybody got. */
export async function playHistories(
  open: OpenDatabase,
  histories: readonly (readonly Step[])[],
  model: LanguageModel | null,
): Promise<WallsReport> {
  const stage = await openStage(open, model === null ? {} : { model, replyModel: model });
  try {
    const players = histories.map((steps, index) => new Player(stage, { index, steps }));
    for (const player of players) {
      await player.play();
    }
    const before = stage.sent.length;
    await stage.wind(72);
    for (const player of players) {
      await player.askWhy();
    }
    return judge(players, stage.sent.length - before);
  } finally {
    await stage.scheduler.stop();
    await stage.database.close();
  }
}

const SYLLABLES = ["ba", "do", "fe", "gi", "ku", "la", "mo", "ne", "pi", "ro"];

/** A word that looks like a word, is none, and is not said twice. */
function newWord(number: number): string {
  const middle = String(number)
    .padStart(5, "0")
    .replace(/\d/g, (digit) => SYLLABLES[Number(digit)] ?? "");
  return `qu${middle}ix`;
}

/** One person, what they say, and what they hear. */
class Player {
  readonly actor: Actor;
  readonly canaries: Canary[] = [];
  readonly heard: { readonly place: PlaceName; readonly text: string }[] = [];
  readonly #stage: Stage;
  readonly #steps: readonly Step[];
  readonly #index: number;

  constructor(stage: Stage, { index, steps }: { readonly index: number; readonly steps: readonly Step[] }) {
    this.#stage = stage;
    this.#steps = steps;
    this.#index = index;
    this.actor = someone(`player ${String(index)}`);
  }

  async play(): Promise<void> {
    for (const step of this.#steps) {
      const place = this.#placeOf(step.place);
      switch (step.type) {
        case "say":
          this.#hears(step.place, await this.#stage.say(this.actor, place, this.#fill(step)));
          break;
        case "edit":
          await this.#edit(step, place);
          break;
        case "press": {
          const reply = await this.#stage.press(this.actor, place, step.buttonId);
          this.#hears(step.place, reply === null ? [] : [reply]);
          break;
        }
        case "command":
          this.#hears(step.place, [await this.#stage.give(this.actor, place, step.line)]);
      }
    }
  }

  /** Presses *Why this?* under what they got, where they got it. */
  async askWhy(): Promise<void> {
    for (const { person, place, text, nonce } of this.#stage.sent) {
      if (person === this.actor.id) {
        const name = this.#nameOf(place);
        this.heard.push({ place: name, text });
        const reply = await this.#stage.press(this.actor, place, "why", { outboundId: nonce });
        this.#hears(name, reply === null ? [] : [reply]);
      }
    }
  }

  async #edit(step: Extract<Step, { type: "edit" }>, place: Place): Promise<void> {
    await this.#stage.say(this.actor, place, "one moment");
    await this.#stage.inbox.tell({
      type: "edited",
      messageId: this.#stage.lastMessageId(),
      text: this.#fill(step),
      at: this.#stage.now(),
    });
  }

  #fill({ place, saying }: { readonly place: PlaceName; readonly saying: string }): string {
    const word = newWord(this.#index * 20 + this.canaries.length);
    this.canaries.push({ word, who: this.actor.name, place });
    return saying.replace("{canary}", word);
  }

  #placeOf(name: PlaceName): Place {
    return PLACES[name] ?? dmOf(this.actor);
  }

  #nameOf(place: Place): PlaceName {
    const found = PLACE_NAMES.find((name) => PLACES[name]?.channelId === place.channelId);
    return found ?? "dm";
  }

  /** An answer to them alone is heard by nobody else, but it must hold what may be heard there all the same. */
  #hears(place: PlaceName, replies: readonly Reply[]): void {
    this.heard.push(...replies.map(({ text }) => ({ place, text })));
  }
}

function judge(players: readonly Player[], followUps: number): WallsReport {
  const canaries = new Map(players.flatMap((player) => player.canaries.map((canary) => [canary.word, canary])));
  const leaks: Leak[] = [];
  let texts = 0;
  let heard = 0;
  for (const { actor, heard: things } of players) {
    for (const { place, text } of things) {
      texts += 1;
      for (const word of text.match(/\bqu[a-z]+ix\b/g) ?? []) {
        const canary = canaries.get(word);
        if (canary === undefined) {
          continue;
        }
        if (canary.who === actor.name && MAY_BE_HEARD_IN[canary.place].includes(place)) {
          heard += 1;
        } else {
          leaks.push({ canary, heardBy: actor.name, heardIn: place, text });
        }
      }
    }
  }
  return { leaks, texts, heard, followUps };
}
