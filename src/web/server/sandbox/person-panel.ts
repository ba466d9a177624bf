import { type Memory, readPerson, recallMemories, recallMessage, relationshipOf } from "../../../conversation/index.ts";
import type { Transaction } from "../../../database/index.ts";
import {
  type Assessment,
  assessPerson,
  formatQuietHours,
  listDecisions,
  listFollowUps,
} from "../../../follow-ups/index.ts";
import { describeDay, describeDuration, describeMoment, unreachable } from "../../../kernel/index.ts";
import { type Permission, readPermission, readPersonSettings } from "../../../privacy/index.ts";
import { personId, type PersonId, type Place, REASON_WORDS, type Relationship } from "../../../vocabulary/index.ts";
import type { PersonPanel } from "../../contract.ts";
import type { SandboxBackend } from "./sandbox-backend.ts";

const LIST_LENGTH = 20;

/** What the bot knows of a person, plans, and decided before, in plain words. */
export async function personPanel({ database, followUps }: SandboxBackend, name: string): Promise<PersonPanel> {
  const person = personId(name);
  return database.transaction(async (transaction) => {
    const permission = await readPermission(transaction, person, followUps.settings.consentMode);
    const settings = await readPersonSettings(transaction, person);
    const state = await readPerson(transaction, person);
    const { assessment, snapshot } = await assessPerson(followUps, transaction, person);
    const memories = await recallMemories(transaction, person, snapshot.now);
    const level = relationshipOf(state);
    return {
      name,
      permission: permissionView(permission, settings.questionAskedAt),
      relationship: { level, words: RELATIONSHIP_WORDS[level] },
      mood: moodWords(memories),
      facts: await factViews(transaction, memories),
      next: assessment.type === "ready" ? { at: assessment.at.toISOString(), words: planWords(assessment) } : null,
      nothingPlanned:
        assessment.type === "ready" ? null : `Nothing is planned: ${REASON_WORDS[assessment.reasonCode]}.`,
      decisions: await decisionViews(transaction, person),
      followUps: await followUpViews(transaction, person),
      timeZone: settings.timeZone,
      hours: hoursWords(settings.timeZone, formatQuietHours(followUps.settings.quietHours)),
      messageCount: state.messageCount,
    };
  });
}

const RELATIONSHIP_WORDS: Readonly<Record<Relationship, string>> = {
  acquaintance: "You have talked a little so far. The tone is polite and light.",
  friend: "You have talked on several occasions. The tone is warm.",
  close_friend: "You talk often. The tone is warm and direct.",
};

function permissionView(permission: Permission, questionAskedAt: Date | null): PersonPanel["permission"] {
  switch (permission.state) {
    case "granted":
      if (permission.mechanism === "operator_setting") {
        const since = `since ${describeDay(permission.since)}, ${placeWords(permission.place)}`;
        return { state: "granted", words: `Not asked: the operator's setting stands for a yes, ${since}.` };
      }
      return {
        state: "granted",
        words: `Said yes on ${describeDay(permission.since)}, ${placeWords(permission.place)}. Follow-ups go there and nowhere else.`,
      };
    case "topics_only":
      return {
        state: "topics_only",
        words: `Said on ${describeDay(permission.since)}, ${placeWords(permission.place)}: only about what they told.`,
      };
    case "refused":
      return {
        state: "refused",
        words:
          permission.since === null
            ? "Follow-ups are switched off."
            : `Said no on ${describeDay(permission.since)}. Nothing is sent.`,
      };
    case "not_asked":
      return questionAskedAt === null
        ? { state: "not_asked", words: "Not asked yet. The question comes with the third message of a talk." }
        : { state: "asked", words: "Asked, and not answered. Silence is no: nothing is sent." };
  }
}

function placeWords({ kind, channelId }: Place): string {
  return kind === "dm" ? "in the direct chat" : `in #${channelId}`;
}

function moodWords(memories: readonly Memory[]): string | null {
  const mood = memories.find((memory) => memory.kind === "mood");
  return mood === undefined ? null : `${mood.phrase}, in the talk on ${describeDay(mood.notedAt)}`;
}

async function factViews(transaction: Transaction, memories: readonly Memory[]): Promise<PersonPanel["facts"]> {
  const views: PersonPanel["facts"][number][] = [];
  for (const memory of memories) {
    // A topic that is also an open thread or an interest would only say the same twice.
    const saidTwice =
      memory.kind === "topic" && memories.some((other) => other !== memory && other.phrase === memory.phrase);
    if (memory.kind !== "mood" && !saidTwice) {
      const source = await recallMessage(transaction, memory.sourceMessageId, await transaction.now());
      views.push({
        id: memory.memoryId,
        words: factWords(memory),
        source: source?.text ?? null,
        place: placeWords(memory.place),
        notedAt: memory.notedAt.toISOString(),
      });
    }
  }
  return views;
}

function factWords(memory: Exclude<Memory, { kind: "mood" }>): string {
  switch (memory.kind) {
    case "open_thread": {
      const asked = memory.askedAt === null ? "" : " (asked about)";
      return `Something open: ${memory.phrase}${memory.mattersAt === null ? "" : `, on ${describeDay(memory.mattersAt)}`}${asked}`;
    }
    case "interest":
      return `Likes: ${memory.phrase}${memory.askedAt === null ? "" : " (asked about)"}`;
    case "topic":
      return memory.tender
        ? "Something difficult came up: it is not asked about, and texts stay quiet"
        : `Last topic: ${memory.phrase}`;
    default:
      return unreachable(memory);
  }
}

const KIND_WORDS = {
  check_in: "a light check-in, as they wished for",
  after_low_mood: "a gentle word after a hard talk",
  after_high_mood: "a glad word after a happy talk",
  interest: "a question about something they like",
  open_thread: "a question about how something went that they told",
  goodbye: "one kind last word, since nothing was answered",
} as const;

function planWords({ reason, because, orderId }: Extract<Assessment, { type: "ready" }>): string {
  const about = reason.topic === null ? "" : ` (${reason.topic})`;
  const ordered = orderId === null ? "" : " An administrator asked for it.";
  const notEarlier = because === "reason_found" ? "" : ` Not earlier, because ${REASON_WORDS[because]}.`;
  return `${capitalised(KIND_WORDS[reason.kind])}${about}.${notEarlier}${ordered}`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

async function decisionViews(transaction: Transaction, person: PersonId): Promise<PersonPanel["decisions"]> {
  const rows = await listDecisions(transaction, person, LIST_LENGTH);
  return rows.map((row) => ({
    id: row.decisionId,
    at: row.decidedAt.toISOString(),
    outcome: row.outcome,
    reasonCode: row.reasonCode,
    words: decisionWords(row),
  }));
}

function decisionWords({
  outcome,
  reasonCode,
  waitUntil,
  kind,
}: Awaited<ReturnType<typeof listDecisions>>[number]): string {
  const because = REASON_WORDS[reasonCode];
  switch (outcome) {
    case "send":
      return `Wrote ${kind === null ? "a message" : KIND_WORDS[kind]}, because ${because}.`;
    case "wait":
      return `Waited${waitUntil === null ? "" : ` until ${describeMoment(waitUntil)}`}, because ${because}.`;
    case "keep":
      return `Kept it for their next visit: ${because}.`;
    case "suppress":
      return `Sent nothing, because ${because}.`;
    default:
      return unreachable(outcome);
  }
}

async function followUpViews(transaction: Transaction, person: PersonId): Promise<PersonPanel["followUps"]> {
  const rows = await listFollowUps(transaction, person, LIST_LENGTH);
  return rows.map((row) => ({
    id: String(row.id),
    sentAt: row.sentAt.toISOString(),
    text: row.text,
    answeredAt: row.respondedAt?.toISOString() ?? null,
    words:
      row.respondedAt === null
        ? "Not answered"
        : `Answered after ${describeDuration(row.respondedAt.getTime() - row.sentAt.getTime())}`,
  }));
}

function hoursWords(timeZone: string | null, quietHours: string): string {
  if (timeZone === null) {
    return "Their time zone is not known: follow-ups come within two hours of a time of day at which they wrote.";
  }
  return quietHours === "none"
    ? `In ${timeZone}, at any hour.`
    : `Nothing is sent between ${quietHours.replace("-", " and ")} in ${timeZone}.`;
}
