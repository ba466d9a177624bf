import verbs from "./word-lists/action-verbs.json" with { type: "json" };
import { headIs, type NounPhrase, readNounPhrase } from "./noun-phrase.ts";
import { joinPhrase, phraseFor, spoken, wordsOf } from "./phrase.ts";
import type { Word } from "./text/index.ts";

/** Something that the person does or means to do: "baking a carrot cake for your mum's birthday". */
export interface Action {
  readonly phrase: string;
  /** Whether one may ask about it without a date: making a quilt goes on, cooking dinner does not. */
  readonly lasting: boolean;
}

type Forms = ReadonlyMap<string, string>;

const CRAFTS = formsOf(verbs.crafts);
const ACTS = formsOf(verbs.acts);
const FINISHING = formsOf(verbs.finishing);
const WITH_PEOPLE = formsOf(verbs.withPeople);
const TROUBLES = /^(?:bug|leak|problem|issue|error|crash|puncture|flat|hole|crack|mess)$/;
const PLURAL_OR_MATERIAL =
  /(?:s|bread|pasta|sourdough|furniture|music|jam|cheese|kimchi|beer|wine|dough|yoghurt|yogurt|soup|curry|ramen|sushi|pottery)$/;

/** Reads a verb (base form or -ing form) at `at` and its object. */
export function readAction(words: readonly Word[], at: number): Action | null {
  const verb = words[at]?.key ?? "";
  const from =
    verb === "hand" || verb === "handing" || verb === "send" ? skip(words, at + 1, "in") : skip(words, at + 1, "up");
  const object = readNounPhrase(words, from);
  if (object === null) {
    return null;
  }
  return finishing(verb, object) ?? withPeople({ verb, object, words }) ?? making(verb, object);
}

function finishing(verb: string, object: NounPhrase): Action | null {
  if (!FINISHING.has(verb) || !headIs(object, "project", "event")) {
    return null;
  }
  const phrase = phraseFor(object, "owned");
  return phrase === null ? null : { phrase, lasting: true };
}

// "meeting your girlfriend's parents", "taking your cat to the vet"
function withPeople({
  verb,
  object,
  words,
}: {
  verb: string;
  object: NounPhrase;
  words: readonly Word[];
}): Action | null {
  const gerund = WITH_PEOPLE.get(verb);
  if (gerund === undefined || (object.determiner !== "my" && object.determiner !== "our")) {
    return null;
  }
  const goal = verb === "take" || verb === "taking" ? readGoal(words, object.end) : [];
  if (goal === null) {
    return null;
  }
  const phrase = joinPhrase([gerund, "your", ...wordsOf(object), ...goal]);
  return phrase === null ? null : { phrase, lasting: false };
}

function readGoal(words: readonly Word[], at: number): readonly string[] | null {
  const goal = words[at]?.key === "to" ? readNounPhrase(words, at + 1) : null;
  return goal?.determiner === "the" || goal?.determiner === "a"
    ? ["to", goal.determiner, ...goal.core.map(spoken)]
    : null;
}

function making(verb: string, object: NounPhrase): Action | null {
  const gerund = CRAFTS.get(verb) ?? ACTS.get(verb);
  const named = object.determiner !== null || PLURAL_OR_MATERIAL.test(object.core.at(-1)?.key ?? "");
  if (gerund === undefined || !named || object.determiner === "this" || object.determiner === "that") {
    return null;
  }
  const phrase = thingMade(verb, object) ?? joinPhrase([gerund, phraseFor(object, "kept") ?? ""]);
  return phrase === null ? null : { phrase, lasting: CRAFTS.has(verb) };
}

// "knitting a scarf": the scarf is what one asks about. What has an owner or a name already is asked about with its verb.
function thingMade(verb: string, object: NounPhrase): string | null {
  if (!CRAFTS.has(verb) && !["cook", "cooking", "make", "making", "solve", "solving"].includes(verb)) {
    return null;
  }
  if (object.determiner !== "a" && object.determiner !== "an") {
    return null;
  }
  const isTrouble = TROUBLES.test(object.core.at(-1)?.key ?? "");
  const forSomebody = object.attachments.some(([preposition]) => preposition?.key === "for");
  return phraseFor(
    isTrouble || !forSomebody ? object : { ...object, determiner: "the" },
    isTrouble ? "pointed" : "owned",
  );
}

function skip(words: readonly Word[], at: number, particle: string): number {
  return words[at]?.key === particle ? at + 1 : at;
}

function formsOf(pairs: readonly string[]): Forms {
  return new Map(
    pairs.flatMap((pair) => {
      const [base = "", gerund = ""] = pair.split(":");
      return [
        [base, gerund],
        [gerund, gerund],
      ] as const;
    }),
  );
}
