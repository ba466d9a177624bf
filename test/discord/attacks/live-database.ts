import { type Database } from "../../../src/database/index.ts";
import { directPlace } from "../../../src/delivery/platforms/discord/places.ts";
import { silentLogger, systemClock, systemRandom, timeOrderedIds } from "../../../src/kernel/index.ts";
import { prepareDatabase } from "../../../src/main/prepare-database.ts";
import { createScheduler, type Scheduler } from "../../../src/scheduler/index.ts";
import { followUpMessageJob, personId, type Place } from "../../../src/vocabulary/index.ts";
import { query } from "../../product-database.ts";

/** Opens what the program keeps, or will keep: the server's database, or the folder of a program that does not run. */
export function openLiveDatabase(where: {
  readonly databaseUrl: string | null;
  readonly dataDir: string;
}): Promise<Database> {
  return prepareDatabase({ ...where, mode: "live", logger: silentLogger });
}

/** Somebody who said yes three days ago, at this hour of the day, and has been silent since. */
export interface SilentPerson {
  readonly id: string;
  readonly name: string;
  /** @defaultValue the direct chat */
  readonly place?: Place;
  /** Discord's channel of the direct chat, where one is open. */
  readonly channelId?: string;
  /** What they told that they like. */
  readonly interest?: string;
}

const done = ["done"] as const;
const insert = (text: string): ReturnType<typeof query<{ done: number }>> =>
  query<{ done: number }>(done, `with made as (${text} returning 1) select count(*)::integer as done from made`);

const PEOPLE = insert(
  `insert into people (person_id, name, message_count, talk_count, talk_message_count, last_message_at)
   select id, name, 5, 1, 5, clock_timestamp() - interval '3 days' from unnest($1::text[], $2::text[]) as p (id, name)`,
);
const SETTINGS = insert(
  `insert into person_settings (person_id, follow_ups_enabled, question_asked_at)
   select id, true, clock_timestamp() - interval '3 days' from unnest($1::text[]) as p (id)`,
);
const CONSENTS = insert(
  `insert into consents (consent_id, person_id, decision, mechanism, text_version, language, place, decided_at)
   select 'c' || id, id, 'granted', 'button', 'follow-ups/en/1', 'en', place::jsonb, clock_timestamp() - interval '3 days'
   from unnest($1::text[], $2::text[]) as p (id, place)`,
);
const DIRECT_CHATS = insert(
  `insert into direct_chats (person_id, channel_id, opened_at)
   select id, channel, clock_timestamp() from unnest($1::text[], $2::text[]) as p (id, channel)`,
);
const INTERESTS = insert(
  `insert into memories (memory_id, person_id, kind, phrase, place, source_message_id, noted_at, stale_at)
   select 'm' || id, id, 'interest', phrase, place::jsonb, 's' || id, clock_timestamp() - interval '3 days', clock_timestamp() + interval '20 days'
   from unnest($1::text[], $2::text[], $3::text[]) as p (id, phrase, place)`,
);

/** Writes them down as the program would have. */
export async function addSilentPeople(database: Database, people: readonly SilentPerson[]): Promise<void> {
  const ids = people.map(({ id }) => id);
  const placeOf = ({ id, place }: SilentPerson): string => JSON.stringify(place ?? directPlace(personId(id)));
  const chats = people.filter(({ channelId }) => channelId !== undefined);
  const interested = people.filter(({ interest }) => interest !== undefined);
  await database.transaction(async (transaction) => {
    await transaction.run(PEOPLE, [ids, people.map(({ name }) => name)]);
    await transaction.run(SETTINGS, [ids]);
    await transaction.run(CONSENTS, [ids, people.map(placeOf)]);
    await transaction.run(DIRECT_CHATS, [chats.map(({ id }) => id), chats.map(({ channelId }) => channelId ?? "")]);
    await transaction.run(INTERESTS, [
      interested.map(({ id }) => id),
      interested.map(({ interest }) => interest ?? ""),
      interested.map(placeOf),
    ]);
  });
}

/** A scheduler that only schedules: what it puts in line wakes the program. */
export function schedulerFor(database: Database): Scheduler {
  return createScheduler({
    database,
    ids: timeOrderedIds(systemClock, systemRandom),
    random: systemRandom,
    logger: silentLogger,
    options: { claims: false },
  });
}

/** From now on a follow-up to each of them is due, in this order. */
export async function makeDue(database: Database, people: readonly Pick<SilentPerson, "id">[]): Promise<void> {
  const scheduler = schedulerFor(database);
  await database.transaction(async (transaction) => {
    const at = await transaction.now();
    for (const [index, { id }] of people.entries()) {
      const dueAt = new Date(at.getTime() - people.length + index);
      await scheduler.schedule(followUpMessageJob, { personId: id }, { key: id, at: dueAt, transaction });
    }
  });
}
