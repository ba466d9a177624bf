import { DAY_MS } from "../kernel/index.ts";
import { TALK_GAP_MS } from "./conversation-types.ts";
import {
  type OpenThread,
  readTurns,
  stem,
  type ThreadKind,
  type ThreadTiming,
  type ThreadTurns,
  timingAt,
} from "./language/index.ts";

/** A thread that is known and was neither asked about nor closed. */
export interface KnownThread {
  readonly memoryId: string;
  readonly phrase: string;
  readonly kind: ThreadKind;
  readonly mattersAt: Date | null;
  /** When it was last spoken of. */
  readonly notedAt: Date;
}

/** What a message changes about the threads. */
export interface ThreadChanges {
  /** Answered or called off: never asked about again. */
  readonly closed: readonly string[];
  /** They have another date, or are spoken of anew. */
  readonly moved: readonly { readonly memoryId: string; readonly timing: ThreadTiming }[];
  readonly opened: readonly OpenThread[];
}

/** A message, with what it says by itself. */
export interface ThreadMessage {
  readonly text: string;
  readonly sentAt: Date;
  readonly timeZone: string | null;
  readonly openThreads: readonly OpenThread[];
}

/** So long after a matter a tale without a name is taken to be about it. Guessed. */
const TALE_MS = 4 * DAY_MS;
/** What comes early comes so much before its day, at most. */
const EARLY_MS = 3 * DAY_MS;
const EMPTY_WORDS = new Set([
  "your",
  "that",
  "the",
  "first",
  "last",
  "new",
  "next",
  "big",
  "own",
  "this",
  "these",
  "those",
  "with",
  "from",
  "about",
  "into",
  "going",
  "getting",
  "some",
  "year",
  "week",
]);
const LINKS = /\s(?:about|at|by|for|from|in|into|of|on|over|with)\s.*$/;

/**
 * What becomes of the known threads with a new message. Silence about something that is still open is better than a question about
 * what they told already: a matter that they come back to once it is over, or that has no date, counts as told.
 */
export function followThreads(known: readonly KnownThread[], message: ThreadMessage): ThreadChanges {
  if (known.length === 0) {
    return { closed: [], moved: [], opened: message.openThreads };
  }
  const turns = readTurns(message.text, message);
  const again = (thread: KnownThread): OpenThread | undefined =>
    message.openThreads.find(({ phrase }) => isSameMatter(phrase, thread.phrase));
  const named = known.filter((thread) => isNamed(thread, turns));
  const newest = byNewest(known);

  const shifted = named.length > 0 ? named : newest.filter((thread) => mayBeMeant(thread, message)).slice(0, 1);
  const moved = shifted.flatMap((thread) => {
    const anew = again(thread);
    const timing =
      typeof anew?.mattersAt === "object" && anew.mattersAt !== null ? anew : movedTiming(thread, turns, message);
    return timing === null ? [] : [{ memoryId: thread.memoryId, timing: timingOnly(timing) }];
  });
  if (moved.length > 0) {
    const dates = moved.map(({ timing }) => timing.mattersAt?.getTime());
    const opened = message.openThreads.filter(
      ({ phrase, mattersAt }) =>
        !known.some((thread) => isSameMatter(phrase, thread.phrase)) && !dates.includes(mattersAt?.getTime()),
    );
    return { closed: [], moved, opened };
  }

  const closed = new Set<string>();
  const renewed: ThreadChanges["moved"][number][] = [];
  for (const thread of known) {
    const isClosed = named.includes(thread)
      ? closesNamed(thread, turns, message)
      : closesUnnamed(thread, turns, message);
    if (isClosed) {
      closed.add(thread.memoryId);
    } else if (again(thread) !== undefined || (named.includes(thread) && thread.mattersAt === null)) {
      renewed.push({ memoryId: thread.memoryId, timing: again(thread) ?? timingAt(thread, null, message) });
    }
  }
  const opened = message.openThreads.filter(
    ({ phrase }) => !known.some((thread) => isSameMatter(phrase, thread.phrase)),
  );
  return {
    closed: [...closed],
    moved: renewed.map(({ memoryId, timing }) => ({ memoryId, timing: timingOnly(timing) })),
    opened,
  };
}

function timingOnly({ kind, mattersAt, askAt, staleAt }: ThreadTiming): ThreadTiming {
  return { kind, mattersAt, askAt, staleAt };
}

function byNewest(known: readonly KnownThread[]): readonly KnownThread[] {
  return known.toSorted((one, other) => other.notedAt.getTime() - one.notedAt.getTime());
}

// A thread of the same talk may be corrected or completed by a mere date; an older one by words that move it.
function mayBeMeant(thread: KnownThread, { sentAt, openThreads }: ThreadMessage): boolean {
  const inTalk = sentAt.getTime() - thread.notedAt.getTime() <= TALK_GAP_MS;
  return inTalk
    ? openThreads.length === 0 || thread.mattersAt !== null
    : thread.mattersAt !== null && thread.mattersAt > sentAt;
}

function movedTiming(thread: KnownThread, turns: ThreadTurns, message: ThreadMessage): ThreadTiming | null {
  const inTalk = message.sentAt.getTime() - thread.notedAt.getTime() <= TALK_GAP_MS;
  const completes = inTalk && thread.mattersAt === null;
  if (
    !(turns.moves || completes) ||
    turns.cancels ||
    (thread.mattersAt !== null && thread.mattersAt < message.sentAt && !inTalk)
  ) {
    return null;
  }
  const when = turns.when(thread.mattersAt);
  const timing = when === null ? null : timingAt(thread, when, message);
  const mattersAt = timing?.mattersAt ?? null;
  const ahead = mattersAt !== null && mattersAt > message.sentAt;
  return ahead && mattersAt.getTime() !== thread.mattersAt?.getTime() ? timing : null;
}

function closesNamed(thread: KnownThread, turns: ThreadTurns, { sentAt, openThreads }: ThreadMessage): boolean {
  const later = sentAt.getTime() - thread.notedAt.getTime() > TALK_GAP_MS;
  if (turns.cancels && !turns.stillOpen) {
    return true;
  }
  if (!later || turns.stillOpen || openThreads.some(({ phrase }) => isSameMatter(phrase, thread.phrase))) {
    return false;
  }
  const over = thread.mattersAt !== null && thread.mattersAt < sentAt;
  const goesOn = thread.kind === "goal" || thread.kind === "recurring";
  return turns.outcome || over || (thread.mattersAt === null && !goesOn);
}

function closesUnnamed(thread: KnownThread, turns: ThreadTurns, { sentAt, openThreads }: ThreadMessage): boolean {
  const { mattersAt, notedAt, kind } = thread;
  if (sentAt.getTime() - notedAt.getTime() <= TALK_GAP_MS || turns.stillOpen) {
    return false;
  }
  if (mattersAt === null || kind === "recurring") {
    return kind === "waiting" && turns.outcome && openThreads.length === 0;
  }
  const sinceMs = sentAt.getTime() - mattersAt.getTime();
  if (sinceMs < -EARLY_MS || sinceMs > TALE_MS) {
    return kind === "waiting" && turns.outcome && openThreads.length === 0 && sinceMs < 0;
  }
  if (sinceMs >= 0) {
    return turns.tells || turns.cancels;
  }
  const sameDay = sinceMs > -DAY_MS / 2;
  return (
    (turns.early && !turns.moves) ||
    (sameDay && (turns.outcome || turns.cancels)) ||
    (kind === "waiting" && turns.outcome)
  );
}

function isNamed({ phrase }: KnownThread, { words }: ThreadTurns): boolean {
  return namesOf(phrase).some((name) => words.has(name));
}

function isSameMatter(one: string, other: string): boolean {
  const names = namesOf(other);
  return namesOf(one).some((name) => names.includes(name));
}

// "your job interview at the bakery" → interview; "picking up the kitten" → kitten, picking
function namesOf(phrase: string): readonly string[] {
  const [own = "", goal = ""] = phrase.toLowerCase().split(/\sto\s/);
  const head = own
    .replace(/^(\w+ing) (?:up|in|out|back|off|over|on|with|for|at) /, "$1 ")
    .replace(LINKS, "")
    .split(" ");
  const isAction = head[0]?.endsWith("ing") === true;
  return [
    head.at(-1),
    isAction ? head[0] : undefined,
    ...(isAction ? [] : head.slice(1)),
    goal.replace(LINKS, "").split(" ").at(-1),
  ]
    .filter((word): word is string => word !== undefined && word.length > 2 && !EMPTY_WORDS.has(word))
    .map(stem);
}
