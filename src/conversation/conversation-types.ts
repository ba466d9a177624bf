import { MINUTE_MS } from "../kernel/index.ts";
import type { ThreadKind } from "./language/index.ts";
import type { Mood, PersonId, Place } from "../vocabulary/index.ts";

/** A silence longer than this ends a talk. */
export const TALK_GAP_MS = 15 * MINUTE_MS;

/** A message of a person, as it comes in. */
export interface IncomingMessage {
  /** The platform's id: a message is stored once, however often it comes. */
  readonly messageId: string;
  readonly personId: PersonId;
  readonly name: string;
  readonly place: Place;
  readonly text: string;
  readonly sentAt: Date;
}

/** A message as it was stored. */
export interface StoredMessage extends IncomingMessage {
  readonly author: "person" | "bot";
}

/** What is kept of everybody: counts and a time. The name only after a yes. */
export interface PersonState {
  readonly name: string | null;
  readonly messageCount: number;
  readonly talkCount: number;
  /** Messages in the newest talk. */
  readonly talkMessageCount: number;
  readonly lastMessageAt: Date | null;
}

interface MemoryBase {
  readonly memoryId: string;
  /** What reads well in a sentence ("your biology exam"). */
  readonly phrase: string;
  readonly place: Place;
  readonly sourceMessageId: string;
  readonly notedAt: Date;
  readonly staleAt: Date;
  /** When a follow-up asked about it; it is asked about once. */
  readonly askedAt: Date | null;
}

/** Something that is known of a person, with its source. */
export type Memory =
  | (MemoryBase & {
      readonly kind: "open_thread";
      readonly threadKind: ThreadKind;
      /** How sure it is that this was said and is open, from 0 to 1. */
      readonly confidence: number;
      /** When it happens, or the last day of it; `null` where no date is known. */
      readonly mattersAt: Date | null;
      /** Asking before would be too early: before the matter, or during it. */
      readonly askAt: Date;
      /** A tender matter that they asked to be asked about: only in quiet words. */
      readonly tender: boolean;
    })
  | (MemoryBase & { readonly kind: "interest" })
  | (MemoryBase & { readonly kind: "mood"; readonly mood: Mood })
  /** `tender`: the subject was one that nobody should be asked about unasked (a death, an illness); it only makes texts quiet. */
  | (MemoryBase & { readonly kind: "topic"; readonly tender: boolean });
