import type { FollowUpKind, Mood, Relationship } from "../../vocabulary/index.ts";

/** A place, in the host's words. In a direct chat only the person and the bot are there. */
export type HostPlace =
  | { readonly kind: "dm" }
  | {
      readonly kind: "channel";
      readonly serverId: string;
      readonly channelId: string;
      /** Whether every member of the server may read it. @defaultValue false: what is said there stays in that channel */
      readonly everyoneReads?: boolean;
    };

/** What a host is asked with: where it is about, and what fires when the answer is not waited for any longer. */
export interface HostQuestion {
  /** Where the follow-up is to be written. */
  readonly place: HostPlace;
  readonly signal: AbortSignal;
}

/** What a host knows of a person. Each field may be missing. */
export interface HostProfile {
  /** How they like to be called. */
  readonly name?: string | null;
  /** Their IANA zone ("Europe/Berlin"). What they told Rekindle itself stands above it. */
  readonly timeZone?: string | null;
}

/** A message of a talk, as a host keeps it. */
export interface HostMessage {
  /** The platform's id of the message: by it Rekindle knows what it has to do with. */
  readonly id: string;
  readonly author: "person" | "bot";
  readonly text: string;
  readonly sentAt: Date;
}

/** The mood that a host read in a talk. */
export interface HostMood {
  readonly mood: Mood;
  /** When they showed it. The same moment is the same mood: it is spoken of once. */
  readonly at: Date;
}

/** A follow-up that went out, for a host's own memory. */
export interface SentFollowUp {
  /** Comes again with the same id where it cannot be known whether it was taken. */
  readonly outboundId: string;
  readonly userId: string;
  readonly place: HostPlace;
  /** As the person reads it, with the small line at its end. */
  readonly text: string;
  /** The platform's id of the message; `null` where it is not known any more. */
  readonly messageId: string | null;
  readonly kind: FollowUpKind;
  readonly sentAt: Date;
}

/** An answer, at once or later. */
export type Eventually<T> = T | Promise<T>;

/**
 * What a bot that is there already knows of people: each function replaces our own part. They are asked outside transactions, with a
 * time limit. One that throws, hangs or answers nonsense costs the follow-up its personal touch, and nothing else.
 */
export interface HostPeople {
  /** `null`: nothing is known. @defaultValue the name that they had when they said yes, and the zone that they told */
  profile?(userId: string, question: HostQuestion): Eventually<HostProfile | null>;
  /**
   * The newest `limit` messages between this person and the bot in this place. With it Rekindle keeps no texts of messages.
   *
   * @defaultValue messages are kept for `retentionDays`, by people who said yes
   */
  recentMessages?(
    userId: string,
    question: HostQuestion & { readonly limit: number },
  ): Eventually<readonly HostMessage[]>;
  /** `null`: none that is worth a word. @defaultValue read from what they write */
  mood?(userId: string, question: HostQuestion): Eventually<HostMood | null>;
  /** Sets the tone. @defaultValue from how often they talked */
  relationship?(userId: string, question: HostQuestion): Eventually<Relationship>;
  /** Is given each follow-up that went out, at least once. One that throws gets it again, for about a day. @defaultValue none */
  recordOwnMessage?(message: SentFollowUp, options: { readonly signal: AbortSignal }): Eventually<void>;
}

/** What a follow-up is about to go back to. */
export interface HostUse extends HostQuestion {
  readonly kind: FollowUpKind;
  /** What it would be called in a sentence ("your biology exam"); `null` where it has no name. */
  readonly topic: string | null;
  /** The platform's id of the message that told of it; `null` where it was no message. */
  readonly messageId: string | null;
}

/**
 * A host's own privacy rules. They can only narrow what Rekindle may do: anything but `true`, an error and slowness mean no. They are
 * asked when a follow-up is due, and once more before it leaves.
 */
export interface HostPrivacy {
  /** Whether this person may be written to there at all. After a no it is asked again a day later. @defaultValue yes */
  mayContact?(userId: string, question: HostQuestion): Eventually<boolean>;
  /** Whether a follow-up may go back to this. After a no the next best reason is looked for. @defaultValue yes */
  mayUse?(userId: string, use: HostUse): Eventually<boolean>;
}
