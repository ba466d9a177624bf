import { forgetHostMood, isFromHost, lockPerson, noteHostMood } from "../conversation/index.ts";
import { type Database, transactionRepeated } from "../database/index.ts";
import { addMs, DAY_MS } from "../kernel/index.ts";
import type { OutboundMessage } from "../outbound/index.ts";
import { readPermission, setHostTimeZone } from "../privacy/index.ts";
import { citesTheirs, type PersonId, type Place } from "../vocabulary/index.ts";
import { decideDue, type DueBrief, type DueFollowUp, type DueRequest, shortQuote } from "./due.ts";
import type { HostFacts } from "./host/index.ts";
import type { FollowUpParts } from "./parts.ts";

/** After a no of the host it is asked again so much later. Guessed. */
const HOST_REFUSAL_MS = 1 * DAY_MS;

/**
 * A follow-up is due: learns from the host what moment and reason depend on, decides, and asks the host whether it may be. The host is
 * asked outside of transactions. Where a reason may not be used, the next best is taken.
 */
export async function considerDue(
  database: Database,
  parts: FollowUpParts,
  { request, signal }: { readonly request: DueRequest; readonly signal: AbortSignal },
): Promise<DueFollowUp> {
  const { host } = parts;
  const { person } = request;
  const facts = await learnFromHost(database, parts, { person, signal });
  const excluded: string[] = [];
  for (;;) {
    const due = await database.transaction((transaction) => decideDue(parts, transaction, { ...request, excluded }));
    const { brief, decision } = due;
    if (decision.type === "wait") {
      return due;
    }
    if (decision.type !== "send" || brief === null) {
      return excluded.length === 0 ? due : refusedByHost(database, due);
    }
    if (excluded.length === 0 && !(await host.mayContact(person, brief.place, signal))) {
      return refusedByHost(database, due);
    }
    const { kind, topic, memoryId, sourceMessageId } = brief.reason;
    const use = {
      kind,
      topic,
      messageId: sourceMessageId === null || isFromHost(sourceMessageId) ? null : sourceMessageId,
    };
    if (memoryId === null || (await host.mayUse(person, brief.place, { use, signal }))) {
      return { ...due, brief: await withTouch(parts, brief, { person, facts, signal }) };
    }
    excluded.push(memoryId);
  }
}

/** The last word of the host before a message leaves. */
export async function hostPermits(
  { host }: Pick<FollowUpParts, "host">,
  { personId: person, place, kind, contextData }: OutboundMessage,
  signal: AbortSignal,
): Promise<boolean> {
  if (!host.brings.rules) {
    return true;
  }
  if (!(await host.mayContact(person, place, signal))) {
    return false;
  }
  const use = { kind, topic: null, messageId: contextData.sourceMessageId ?? null };
  return !citesTheirs(kind) || host.mayUse(person, place, { use, signal });
}

/** The time zone and the mood that the host knows are kept, since decisions are made from our own tables. */
async function learnFromHost(
  database: Database,
  { host, ids, settings }: FollowUpParts,
  { person, signal }: { readonly person: PersonId; readonly signal: AbortSignal },
): Promise<HostFacts> {
  const nothing: HostFacts = { profile: undefined, mood: undefined };
  if (!host.brings.names && !host.brings.moods) {
    return nothing;
  }
  const permission = await readPermission(database, person, settings.consentMode);
  if (!("place" in permission)) {
    return nothing;
  }
  const { place } = permission;
  const facts = await host.facts(person, place, signal);
  const { profile, mood } = facts;
  await transactionRepeated(database, async (transaction) => {
    await lockPerson(transaction, person);
    if (profile !== undefined) {
      await setHostTimeZone(transaction, person, profile.timeZone);
    }
    if (mood === null || (mood !== undefined && place.kind !== "dm")) {
      await forgetHostMood(transaction, person); // and nobody's mood is spoken of among others
    } else if (mood !== undefined) {
      await noteHostMood(transaction, person, { ...mood, place, memoryId: ids.next() });
    }
  });
  return facts;
}

async function refusedByHost(database: Database, due: DueFollowUp): Promise<DueFollowUp> {
  const until = addMs(await database.now(), HOST_REFUSAL_MS);
  return { ...due, brief: null, decision: { type: "wait", reasonCode: "host_refused", until } };
}

/** What makes it personal, as the host knows it. What it does not say is left out. */
async function withTouch(
  { host }: FollowUpParts,
  brief: DueBrief,
  { person, facts, signal }: { readonly person: PersonId; readonly facts: HostFacts; readonly signal: AbortSignal },
): Promise<DueBrief> {
  const { brings } = host;
  const { place, relationship: fallback } = brief;
  return {
    ...brief,
    name: brings.names && place.kind === "dm" ? (facts.profile?.name ?? null) : brief.name,
    relationship: await host.relationship(person, place, { fallback, signal }),
    quote:
      brings.texts && brief.saidIn !== null
        ? await quoteOf(host, brief, { person, place: brief.saidIn, signal })
        : brief.quote,
  };
}

async function quoteOf(
  host: FollowUpParts["host"],
  { reason }: DueBrief,
  { person, place, signal }: { readonly person: PersonId; readonly place: Place; readonly signal: AbortSignal },
): Promise<string | null> {
  const messages = await host.recentMessages(person, place, { signal });
  const source = messages.find(({ id, author }) => id === reason.sourceMessageId && author === "person");
  return source === undefined ? null : shortQuote(source.text);
}
