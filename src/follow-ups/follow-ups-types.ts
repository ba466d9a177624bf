import type { Persona } from "../llm/index.ts";
import type { ConsentMode } from "../privacy/index.ts";
import type { ConsentMechanism, FollowUpKind, Place, ReasonCode, Relationship } from "../vocabulary/index.ts";
import type { ContactHours, QuietHours } from "./timing/contact-hours.ts";

/** The settings of `docs/configuration.md`, resolved. */
export interface FollowUpSettings {
  /** Whether people are asked first, or the operator's setting stands for their yes. */
  readonly consentMode: ConsentMode;
  readonly enabled: boolean;
  /** After the last message. */
  readonly defaultDelayMs: number;
  /** In any 7 days. */
  readonly maxPerWeek: number;
  readonly quietHours: QuietHours | null;
  readonly dryRun: boolean;
  readonly retentionDays: number;
  /** How a command is typed where follow-ups arrive: "!" or "/". */
  readonly commandPrefix: string;
  /** The command by which a person changes what they chose, as they call it: "/followup_settings". */
  readonly settingsCommand: string;
  /** How the bot is called, and how it speaks. */
  readonly persona: Persona;
}

/** Something that a follow-up may go back to. */
export interface FollowUpReason {
  readonly kind: FollowUpKind;
  /** The memory that it cites; `null` for the wish for check-ins and the goodbye. */
  readonly memoryId: string | null;
  /** What reads well in a sentence ("your biology exam"). */
  readonly topic: string | null;
  readonly sourceMessageId: string | null;
  /** Not before: after the date that it is about. `null` where the usual delay holds. */
  readonly notBefore: Date | null;
  /** The usual delay holds as well: the date is too near to tell in which direction it lies. */
  readonly delayHolds?: true;
  /** After this it is not worth asking any more. `null`: always. */
  readonly staleAt: Date | null;
  /** Whether a tender subject lies behind it: no emoji, no exclamation mark. */
  readonly quiet: boolean;
  /** They asked for it in the crisis lane: its words are fixed. */
  readonly asked?: true;
}

/** All that a decision is made from. Read in one transaction; the decision itself is pure. */
export interface FollowUpSnapshot {
  readonly now: Date;
  readonly enabled: boolean;
  /** Whether an operator paused all follow-ups. */
  readonly paused: boolean;
  readonly permission:
    | {
        readonly state: "granted" | "topics_only";
        readonly place: Place;
        readonly since: Date;
        readonly mechanism?: ConsentMechanism;
      }
    | { readonly state: "refused" | "not_asked" };
  readonly frozen: boolean;
  readonly snoozedUntil: Date | null;
  readonly lastMessageAt: Date | null;
  /** What was sent, may have been, or is on its way; newest first. */
  readonly sends: readonly { readonly at: Date; readonly kind: FollowUpKind; readonly reacted: boolean }[];
  readonly lastFollowUpSent: Date | null;
  /** Whether a message to them is on its way. */
  readonly queued: boolean;
  /** Whether they ever answered a follow-up. */
  readonly everAnswered: boolean;
  readonly frequencyMs: number;
  readonly hours: ContactHours;
  readonly relationship: Relationship;
  /** What may be asked about in the place of the permission, check-ins aside. */
  readonly reasons: readonly FollowUpReason[];
  /** Whether a tender subject came up of late. */
  readonly tender: boolean;
  /** The order that comes first, if there is one. */
  readonly order: { readonly orderId: string; readonly dueAt: Date } | null;
  /** The check-in that they asked for in the crisis lane. */
  readonly checkIn: { readonly place: Place; readonly askedAt: Date } | null;
}

/** What may happen for a person, seen from now. */
export type Assessment =
  /** Nothing will be sent as things stand. `keep`: something worth asking is left for their next visit. */
  | { readonly type: "suppress" | "keep"; readonly reasonCode: ReasonCode }
  /** `at` is the first moment at which it may go out, and `because` what sets that moment. */
  | {
      readonly type: "ready";
      readonly at: Date;
      readonly because: ReasonCode;
      readonly reason: FollowUpReason;
      readonly orderId: string | null;
    };

/** What is decided when a follow-up is due. */
export type Decision =
  | {
      readonly type: "send";
      readonly reasonCode: ReasonCode;
      readonly reason: FollowUpReason;
      readonly orderId: string | null;
    }
  | { readonly type: "wait"; readonly reasonCode: ReasonCode; readonly until: Date }
  | { readonly type: "keep"; readonly reasonCode: ReasonCode }
  | { readonly type: "suppress"; readonly reasonCode: ReasonCode };

/** What a text is made from: the same for model and template. */
export interface Brief {
  readonly reason: FollowUpReason;
  readonly relationship: Relationship;
  /** As they call themselves; data, never instruction. */
  readonly name: string | null;
  /** The words that it goes back to, where they are kept. */
  readonly quote: string | null;
  readonly recentTexts: readonly string[];
}
