import { statement } from "../../database/index.ts";
import type { PersonId, Place } from "../../vocabulary/index.ts";

export const selectHeardUntil = statement<{ readonly heardAt: Date }>(
  "select_heard_until",
  ["heardAt"],
  `select heard_at as "heardAt" from heard_until where listener = $1`,
);

export const upsertHeardUntil = statement(
  "upsert_heard_until",
  [],
  `insert into heard_until (listener, heard_at) values ($1, clock_timestamp())
   on conflict (listener) do update set heard_at = excluded.heard_at`,
);

export interface TalkPlaceRow {
  /** `null`: the direct chat with the person. */
  readonly place: Place | null;
  readonly personId: PersonId;
}

// Read once for each session that cannot be resumed. Of people who have not said yes the messages go after a day, but their direct chat is known.
export const selectTalkPlaces = statement<TalkPlaceRow>(
  "select_talk_places",
  ["place", "personId"],
  `select place, person_id as "personId" from (
     select distinct on (coalesce(place->>'channelId', person_id)) place, person_id, last_at from (
       select place, person_id, sent_at as last_at from messages where author = 'person'
       union all select c.place, c.person_id, coalesce(p.last_message_at, c.decided_at)
         from consents c left join people p on p.person_id = c.person_id where c.decision <> 'refused'
       union all select null, d.person_id, coalesce(p.last_message_at, d.opened_at)
         from direct_chats d left join people p on p.person_id = d.person_id) known
     order by coalesce(place->>'channelId', person_id), last_at desc) places
   order by last_at desc limit $1`,
);

// Read once at start. Rare, and reads the tables whole.
export const selectKnownServers = statement<{ readonly serverId: string }>(
  "select_known_servers",
  ["serverId"],
  `select distinct server_id as "serverId" from (
     select place->>'serverId' as server_id from messages
     union all select place->>'serverId' from memories
     union all select place->>'serverId' from consents c
       where not exists (select from consent_ends e where e.consent_id = c.consent_id)
     union all select server_id from follow_up_orders where status in ('waiting', 'queued')) known
   where server_id is not null order by 1`,
);
