import { statement } from "../../database/index.ts";
import type { Memory } from "../conversation-types.ts";
import type { ThreadKind } from "../language/index.ts";

/** A row as it is stored; {@link Memory} once its kind has been looked at. */
export interface MemoryRow {
  readonly memoryId: string;
  readonly kind: Memory["kind"];
  readonly phrase: string;
  readonly tender: boolean;
  readonly place: Memory["place"];
  readonly sourceMessageId: string;
  readonly notedAt: Date;
  readonly mattersAt: Date | null;
  /** Of an open thread, as the two below it. */
  readonly threadKind: ThreadKind | null;
  readonly confidence: number | null;
  readonly askAt: Date | null;
  readonly staleAt: Date;
  readonly askedAt: Date | null;
}

export const insertMemory = statement(
  "insert_memory",
  [],
  `insert into memories (memory_id, person_id, kind, phrase, tender, place, source_message_id, noted_at, matters_at, stale_at,
     thread_kind, confidence, ask_at)
   values ($1, $2, $3, $4, $5, $6::jsonb, $7, $8, $9, $10, $11, $12, $13)`,
);

// What is said again takes the place of what was said before; a mood and a topic always do, but for a tender one: a
// word about soup does not end a grief.
export const deleteReplacedMemories = statement(
  "delete_replaced_memories",
  [],
  `delete from memories
   where person_id = $1 and kind = $2 and asked_at is null and ($2 = 'mood' or ($2 = 'topic' and not tender) or lower(phrase) = lower($3))`,
);

export const selectMemories = statement<MemoryRow>(
  "select_memories",
  [
    "memoryId",
    "kind",
    "phrase",
    "tender",
    "place",
    "sourceMessageId",
    "notedAt",
    "mattersAt",
    "staleAt",
    "askedAt",
    "threadKind",
    "confidence",
    "askAt",
  ],
  `select memory_id as "memoryId", kind, phrase, tender, place, source_message_id as "sourceMessageId", noted_at as "notedAt",
     matters_at as "mattersAt", stale_at as "staleAt", asked_at as "askedAt",
     thread_kind as "threadKind", confidence, ask_at as "askAt"
   from memories where person_id = $1 and stale_at > $2
   order by noted_at desc, memory_id desc limit 100`,
);

export const selectMemoryFrom = statement<{ readonly memoryId: string; readonly askedAt: Date | null }>(
  "select_memory_from",
  ["memoryId", "askedAt"],
  `select memory_id as "memoryId", asked_at as "askedAt" from memories
   where person_id = $1 and source_message_id = $2 and kind = $3 order by asked_at nulls last limit 1`,
);

export const markMemoryAsked = statement(
  "mark_memory_asked",
  [],
  `update memories set asked_at = $2 where memory_id = $1`,
);

/** A thread has another date, or is spoken of anew. */
export const updateThread = statement(
  "update_thread",
  [],
  `update memories set place = $2::jsonb, noted_at = $3, matters_at = $4, stale_at = $5, thread_kind = $6, ask_at = $7 where memory_id = $1`,
);

export const deleteMemories = statement("delete_memories", [], `delete from memories where person_id = $1`);

export const deleteStaleMemories = statement<{ readonly memoryId: string }>(
  "delete_stale_memories",
  ["memoryId"],
  `delete from memories where memory_id in (select memory_id from memories where stale_at <= $1 order by stale_at limit $2)
   returning memory_id as "memoryId"`,
);

export const selectAskedKinds = statement<{ readonly kind: Memory["kind"]; readonly askedAt: Date }>(
  "select_asked_kinds",
  ["kind", "askedAt"],
  `select kind, asked_at as "askedAt" from memories where person_id = $1 and source_message_id = $2 and asked_at is not null`,
);

export const markKindAsked = statement(
  "mark_kind_asked",
  [],
  `update memories set asked_at = $4 where person_id = $1 and source_message_id = $2 and kind = $3`,
);

export const deleteMemoriesFrom = statement(
  "delete_memories_from_messages",
  [],
  `delete from memories where person_id = $1 and source_message_id = any($2)`,
);

export const deleteMemoriesIn = statement(
  "delete_memories_in_place",
  [],
  `delete from memories
   where person_id = $1 and ($2::text is null or place->>'serverId' = $2) and ($3::text is null or place->>'channelId' = $3)`,
);
