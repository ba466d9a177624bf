import { z } from "zod";

import { lockPerson } from "../conversation/index.ts";
import { type Transaction, transactionRepeated } from "../database/index.ts";
import { changeConsent, fromHostPlace, type HostPlace, talkOfHost } from "../follow-ups/index.ts";
import { addMs, MINUTE_MS, RekindleError } from "../kernel/index.ts";
import {
  type ConsentRecord,
  permissionQuestion,
  type Question,
  type QuestionFacts,
  readPermission,
} from "../privacy/index.ts";
import { type ConsentDecision, personId } from "../vocabulary/index.ts";
import type { ProgramParts } from "./bot-for.ts";

/** A decision that a person took with the bot around us. */
export interface HostConsent {
  readonly userId: string;
  /** Where it was given: a yes permits messages there and nowhere else. */
  readonly place: HostPlace;
  /** When they decided. */
  readonly at: Date;
  /** How, in one word of `[a-z0-9_-]`, at most 24 characters: "slash_command". */
  readonly mechanism: string;
  /** Which wording they answered, at most 50 characters: "check-ins/3". */
  readonly textVersion: string;
}

/** A yes. */
export interface HostGrant extends HostConsent {
  /** `topics_only`: only about what they told, no plain check-ins. @defaultValue "granted" */
  readonly decision?: "granted" | "topics_only";
}

/** What became of a decision. */
export interface ConsentAnswer {
  /** `false`: a newer one of theirs is on record, and holds. */
  readonly recorded: boolean;
}

/** Permission, for a bot that asks by itself or has asked before. */
export interface ConsentDoor {
  /** @throws ConsentInvalidError */
  grant(consent: HostGrant): Promise<ConsentAnswer>;
  /** @throws ConsentInvalidError */
  withdraw(consent: HostConsent): Promise<ConsentAnswer>;
  /**
   * Takes over what was decided before, one after the other; may be called again with the same list. Nobody is written to at once: the
   * usual delay begins with their decision. @throws ConsentInvalidError, before anything is stored
   */
  import(
    consents: readonly (HostGrant | (HostConsent & { readonly decision: "refused" }))[],
  ): Promise<{ readonly recorded: number; readonly skipped: number }>;
  /** The permission question, for an answer of the bot's own. The buttons are ours to answer, at any age of the message. */
  question(locale?: string): Question;
}

/** A decision that cannot be put on record. */
export class ConsentInvalidError extends RekindleError {
  readonly code = "CONSENT_INVALID";

  constructor(problem: string) {
    super(`the consent cannot be recorded: ${problem}`);
  }
}

const id = z.string().min(1).max(255);
const consentSchema = z.object({
  userId: id,
  place: z.union([
    z.object({ kind: z.literal("dm") }),
    z.object({ kind: z.literal("channel"), serverId: id, channelId: id, everyoneReads: z.boolean().optional() }),
  ]),
  at: z.date(),
  mechanism: z.string().regex(/^[a-z0-9_-]{1,24}$/, "use 1 to 24 of a-z, 0-9, _ and -"),
  textVersion: z.string().min(1).max(50),
  decision: z.enum(["granted", "topics_only", "refused"]).optional(),
});

/** A clock may differ a little from the database's. */
const FUTURE_MS = 5 * MINUTE_MS;

/** The door; `parts` throws while Rekindle is not started. */
export function createConsentDoor(parts: () => ProgramParts, facts: QuestionFacts): ConsentDoor {
  const record = async (consent: HostConsent, decision: ConsentDecision, { overNoteOfHost }: RecordOptions) => {
    const checked = await check(parts(), consent, decision);
    return put(parts(), checked, { overNoteOfHost });
  };
  return {
    grant: (consent) => record(consent, consent.decision ?? "granted", { overNoteOfHost: true }),
    withdraw: (consent) => record(consent, "refused", { overNoteOfHost: true }),
    import: async (consents) => {
      for (const consent of consents) {
        await check(parts(), consent, consent.decision ?? "granted");
      }
      let recorded = 0;
      for (const consent of consents) {
        const answer = await record(consent, consent.decision ?? "granted", { overNoteOfHost: false });
        recorded += answer.recorded ? 1 : 0;
      }
      return { recorded, skipped: consents.length - recorded };
    },
    question: () => permissionQuestion(facts), // English only, until there are other languages
  };
}

interface RecordOptions {
  /** Whether it also counts where `user_profiles` says no, without saying when: what is said now is newer, what was said once is not. */
  readonly overNoteOfHost: boolean;
}

async function check(
  { database, connected }: ProgramParts,
  consent: HostConsent,
  decision: ConsentDecision,
): Promise<ConsentRecord> {
  const parsed = consentSchema.safeParse(consent);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ConsentInvalidError(`${issue?.path.join(".") ?? ""}: ${issue?.message ?? "it has another shape"}`);
  }
  const { userId, place, at, mechanism, textVersion } = parsed.data;
  if (at > addMs(await database.now(), FUTURE_MS)) {
    throw new ConsentInvalidError(`at: ${at.toISOString()} lies in the future`);
  }
  const person = personId(userId);
  return {
    personId: person,
    decision,
    mechanism: `host:${mechanism}`,
    textVersion,
    language: "en",
    place: fromHostPlace(place as HostPlace, connected.inbox.directPlace(person)),
    decidedAt: at,
  };
}

async function put(
  { database, followUps }: ProgramParts,
  record: ConsentRecord,
  options: RecordOptions,
): Promise<ConsentAnswer> {
  const { personId: person, place, decision } = record;
  const texts = decision === "refused" ? undefined : await talkOfHost(followUps, person, place);
  return transactionRepeated(database, async (transaction) => {
    await lockPerson(transaction, person);
    if (await isOlder(transaction, record, options)) {
      return { recorded: false };
    }
    await changeConsent(followUps, transaction, { record, name: "", texts });
    return { recorded: true };
  });
}

async function isOlder(
  transaction: Transaction,
  { personId: person, decidedAt }: ConsentRecord,
  { overNoteOfHost }: RecordOptions,
): Promise<boolean> {
  const before = await readPermission(transaction, person);
  if (before.state === "not_asked") {
    return false;
  }
  return before.since === null ? !overNoteOfHost : before.since >= decidedAt;
}
