import { beginsDate } from "./date-words.ts";
import { headIs, headOf, readNounPhrase } from "./noun-phrase.ts";
import { joinPhrase, phraseFor, wordsOf } from "./phrase.ts";
import type { Word } from "./text/index.ts";
import type { Draft } from "./thread-draft.ts";
import { APPOINTMENTS, isTime, KIN, PRONOUNS } from "./vocabulary.ts";

/** A draft, and how much it says: the higher rank is taken first. */
export type Ranked = Draft & { readonly rank: number };

const AWAITED = new Set([
  "parcel",
  "package",
  "order",
  "delivery",
  "visa",
  "passport",
  "results",
  "refund",
  "decision",
  "reply",
  "answer",
  "grades",
  "scores",
  "permit",
]);
const IT_IS = /^(?:it|this|that) is$/;
const PARENTS = new Set(["mom", "mum", "dad", "nan", "gran", "grandma", "grandpa"]);

/** Matters that are named by a noun which says by itself that it is one. */
export function namedMatters(words: readonly Word[]): readonly Ranked[] {
  return [...ownMatters(words), ...kinMatters(words), ...kinBirthdays(words), ...bareMatters(words)];
}

// "my biology exam", "our choir concert"
function ownMatters(words: readonly Word[]): readonly Ranked[] {
  return words.flatMap(({ key }, at) => {
    const noun = key === "my" || key === "our" ? readNounPhrase(words, at) : null;
    const phrase =
      noun !== null && (headIs(noun, "event", "project") || AWAITED.has(headOf(noun)))
        ? phraseFor(noun, "owned")
        : null;
    const kind = noun !== null && AWAITED.has(headOf(noun)) ? ("waiting" as const) : ("event" as const);
    return noun === null || phrase === null ? [] : [{ phrase, from: at, needsSign: true, rank: 4, kind }];
  });
}

// "grandma's 90th on sunday"
function kinBirthdays(words: readonly Word[]): readonly Ranked[] {
  return words.flatMap(({ key }, at) => {
    const kin = key.replace(/'s$/, "");
    const isBirthday = kin !== key && KIN.has(kin) && /^\d{1,3}(?:st|nd|rd|th)$/.test(words[at + 1]?.key ?? "");
    return isBirthday
      ? [{ phrase: `your ${key} birthday`, from: at, needsSign: true, rank: 5, kind: "recurring" as const }]
      : [];
  });
}

// "my brother has a chess tournament", "my parents are visiting"
function kinMatters(words: readonly Word[]): readonly Ranked[] {
  return words.flatMap(({ key }, at) => {
    if (key === "i" && words[at + 1]?.key === "turn" && /^\d{1,3}$/.test(words[at + 2]?.key ?? "")) {
      return [{ phrase: "your birthday", from: at, needsSign: true, rank: 5, kind: "recurring" }];
    }
    const best = key === "my" && words[at + 1]?.key === "best" ? 1 : 0;
    const bare = at === 0 && PARENTS.has(key) ? -1 : 0;
    const kin = key === "my" || key === "our" || bare === -1 ? (words[at + 1 + best + bare]?.key ?? "") : "";
    if (!KIN.has(kin) && !(best === 1 && kin === "friend")) {
      return [];
    }
    const next = at + 2 + best + bare;
    const owner = `${kin}${kin.endsWith("s") ? "'" : "'s"}`;
    const rest = words.slice(next).map((word) => word.key);
    const comes =
      /^(?:(?:comes|gets) (?:home|back)|arrives?\b|visits?\b|(?:is|are) (?:visiting|coming (?:home|back|to visit|over|to stay|to town)))\b/.test(
        rest.slice(0, 4).join(" "),
      );
    const from = ["has", "have"].includes(rest[0] ?? "") ? next + (rest[1] === "got" ? 2 : 1) : null;
    if (/^(?:is )?turn(?:s|ing) \d{1,3}$/.test(rest.slice(0, rest[0] === "is" ? 3 : 2).join(" "))) {
      return [{ phrase: `your ${owner} birthday`, from: at, needsSign: true, rank: 5, kind: "recurring" }];
    }
    if (/^(?:is |are )?(?:getting married|marr(?:ies|ying))\b/.test(rest.slice(0, 4).join(" "))) {
      return [{ phrase: `your ${best === 1 ? "best " : ""}${owner} wedding`, from: at, needsSign: true, rank: 5 }];
    }
    const noun =
      from === null
        ? null
        : readNounPhrase(words, ["his", "her", "their"].includes(words[from]?.key ?? "") ? from + 1 : from);
    const event = noun !== null && headIs(noun, "event") ? wordsOf(noun) : null;
    const phrase = comes ? `your ${owner} visit` : event === null ? null : joinOwned(owner, event);
    return phrase === null ? [] : [{ phrase, from: at, needsSign: comes, rank: 5 }];
  });
}

function joinOwned(owner: string, event: readonly string[]): string | null {
  return joinPhrase(["your", owner.replace(/'$/, ""), ...event])?.replace(owner.replace(/'$/, ""), owner) ?? null;
}

// "biology exam tomorrow", "the recital is on Friday", "dentist at nine tomorrow"
function bareMatters(words: readonly Word[]): readonly Ranked[] {
  let start = IT_IS.test(`${words[0]?.key ?? ""} ${words[1]?.key ?? ""}`) ? 2 : 0;
  while (
    start < words.length &&
    (isTime(words[start]?.key ?? "") ||
      words[start]?.key === "is" ||
      (words[start]?.key === "one" && words[start + 1]?.key === "more") ||
      (words[start]?.key === "more" && start > 0))
  ) {
    start += 1;
  }
  const noun = readNounPhrase(words, start);
  if (noun === null) {
    return [];
  }
  const isVisited = words[noun.end] === undefined || beginsDate(words, noun.end);
  const appointment =
    isVisited && noun.determiner === null && noun.core.length === 1 ? APPOINTMENTS.get(headOf(noun)) : undefined;
  const isEvent = headIs(noun, "event") && (noun.determiner === null || noun.determiner === "the");
  const next = words[noun.end]?.key ?? "";
  if (PRONOUNS.has(next) || words[start]?.key === "talk") {
    return []; // "meeting my sister": a verb after all
  }
  const phrase = appointment ?? (isEvent ? phraseFor(noun, "owned") : null);
  return phrase === null ? [] : [{ phrase, from: start, needsSign: true, rank: 4 }];
}
