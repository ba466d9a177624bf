import { addMs, DAY_MS } from "../../kernel/index.ts";
import { headIs, headOf, readNounPhrase } from "./noun-phrase.ts";
import { joinPhrase, phraseFor, wordsOf } from "./phrase.ts";
import type { Clause, Word } from "./text/index.ts";
import { asksOthers, isDenied, isOnTheirMind, isPast, tellsEnd, tellsOutcome } from "./thread-context.ts";
import type { Draft } from "./thread-draft.ts";
import { draftFor } from "./thread-phrases.ts";
import { matchRules } from "./thread-rules.ts";
import { APPOINTMENTS, FILLERS, isTime, KIN, PRONOUNS } from "./vocabulary.ts";
import { readMoment } from "./when.ts";

/** Something of the person's that had not come to its end when they wrote, and that one may kindly ask about. */
export interface OpenThread {
  /** Reads well in "How did … go?" and "How is it going with …?". */
  readonly phrase: string;
  /** The moment that decides it; may lie a few days back. `null` where they named none. */
  readonly mattersAt: Date | null;
}

/** What a message says about the matters of its author. */
export interface ThreadReading {
  readonly open: OpenThread | null;
  /** A matter that they named and that is settled, or not clearly open. */
  readonly named: string | null;
}

interface Candidate extends Draft {
  readonly rank: number;
  readonly clause: number;
}

// What lies further back was not settled in our sight, but is hardly news.
const LEAST_RANK_OF_TOPIC = 4;
const OLDEST_MS = 7 * DAY_MS;

/** Finds the matter that a message leaves open, if it leaves one. */
export function readThread(text: string, clauses: readonly Clause[], sentAt: Date): ThreadReading {
  const bare = clauses.map((clause) => ({ ...clause, words: clause.words.filter(({ key }) => !FILLERS.has(key)) }));
  const candidates = bare
    .flatMap((clause, index) => candidatesIn(clause, index))
    .sort((one, other) => other.rank - one.rank);
  for (const candidate of candidates) {
    const open = openThread(candidate, { text, clauses: bare, sentAt });
    if (open !== null) {
      return { open, named: candidate.phrase };
    }
  }
  return { open: null, named: candidates.find(({ rank }) => rank >= LEAST_RANK_OF_TOPIC)?.phrase ?? null };
}

function openThread(
  candidate: Candidate,
  { text, clauses, sentAt }: { text: string; clauses: readonly Clause[]; sentAt: Date },
): OpenThread | null {
  const own = clauses[candidate.clause];
  if (own === undefined) {
    return null;
  }
  const sentence = clauses.filter((clause) => clause.sentence === own.sentence);
  const named =
    readMoment(textOf(text, [own]), { sentAt, past: isPast(own) }) ??
    readMoment(textOf(text, sentence), { sentAt, past: isPast(own) });
  const mattersAt = named !== null && candidate.awaited === true && named < addMs(sentAt, DAY_MS / 2) ? null : named;
  const ahead = mattersAt !== null && mattersAt > sentAt;
  const following = clauses.filter((_, index) => index > candidate.clause);
  const settled =
    tellsOutcome(own) || [...sentence, ...following].some(tellsEnd) || (!ahead && following.some(tellsOutcome));
  const tooOld = mattersAt !== null && mattersAt < addMs(sentAt, -OLDEST_MS);
  const hasSign = mattersAt !== null || sentence.some(isOnTheirMind);
  if (settled || tooOld || (candidate.needsSign && !hasSign)) {
    return null;
  }
  return { phrase: candidate.phrase, mattersAt };
}

function candidatesIn(clause: Clause, index: number): readonly Candidate[] {
  const { words } = clause;
  const ruled = matchRules(words).flatMap((match) => {
    const made = draftFor(words, match);
    return made === null ? [] : [{ ...made, rank: match.rank }];
  });
  return [...ruled, ...ownMatters(words), ...kinMatters(words), ...bareMatters(words)]
    .filter(({ from }) => !isDenied(words, from) && !asksOthers(clause, from))
    .map((draft) => ({ ...draft, clause: index }));
}

type Ranked = Draft & { readonly rank: number };

// "my biology exam", "our choir concert"
function ownMatters(words: readonly Word[]): readonly Ranked[] {
  return words.flatMap(({ key }, at) => {
    const noun = key === "my" || key === "our" ? readNounPhrase(words, at) : null;
    const phrase = noun !== null && headIs(noun, "event", "project") ? phraseFor(noun, "owned") : null;
    return noun === null || phrase === null ? [] : [{ phrase, from: at, needsSign: true, rank: 4 }];
  });
}

// "my brother has a chess tournament", "my parents are visiting"
function kinMatters(words: readonly Word[]): readonly Ranked[] {
  return words.flatMap(({ key }, at) => {
    const kin = key === "my" ? (words[at + 1]?.key ?? "") : "";
    if (!KIN.has(kin)) {
      return [];
    }
    const owner = `${kin}${kin.endsWith("s") ? "'" : "'s"}`;
    const rest = words.slice(at + 2).map((word) => word.key);
    const comes = /^(?:is|are) (?:visiting|coming (?:to visit|over|to stay|to town))\b/.test(
      rest.slice(0, 4).join(" "),
    );
    const from = ["has", "have"].includes(rest[0] ?? "") ? at + (rest[1] === "got" ? 4 : 3) : null;
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
  let start = 0;
  while (start < words.length && (isTime(words[start]?.key ?? "") || words[start]?.key === "is")) {
    start += 1;
  }
  const noun = readNounPhrase(words, start);
  if (noun === null) {
    return [];
  }
  const appointment = noun.determiner === null && noun.core.length === 1 ? APPOINTMENTS.get(headOf(noun)) : undefined;
  const isEvent = headIs(noun, "event") && (noun.determiner === null || noun.determiner === "the");
  const next = words[noun.end]?.key ?? "";
  if (PRONOUNS.has(next)) {
    return []; // "meeting my sister": a verb after all
  }
  const phrase = appointment ?? (isEvent ? phraseFor(noun, "owned") : null);
  return phrase === null ? [] : [{ phrase, from: start, needsSign: true, rank: 4 }];
}

function textOf(text: string, clauses: readonly Clause[]): string {
  const first = clauses[0]?.words[0];
  const last = clauses.at(-1)?.words.at(-1);
  return first === undefined || last === undefined ? "" : text.slice(first.at, last.at + last.text.length);
}
