import type { Database } from "../../../../src/database/index.ts";
import { query, values } from "../../../product-database.ts";
import type { DiscordStandIn } from "../../stand-in/index.ts";
import type { SilentPerson } from "../live-database.ts";

/** What is to be seen after kills. */
export interface Evidence {
  /** What must not be, each in a sentence. */
  readonly broken: readonly string[];
  readonly people: number;
  /** Follow-ups that the channels hold. */
  readonly received: number;
  /** Messages of which nobody can tell whether they arrived, and how many of them did. */
  readonly unknown: number;
  readonly unknownThatArrived: number;
  readonly crashedRuns: number;
  /** How often one job was hit, at most. */
  readonly mostHits: number;
}

interface Row {
  readonly person: string;
  readonly outboundId: string;
  readonly status: string;
  readonly recorded: number;
}
const ROWS = query<Row>(
  ["person", "outboundId", "status", "recorded"],
  `select person_id as person, outbound_id as "outboundId", status,
     (select count(*)::integer from follow_up_history h where h.outbound_id = o.outbound_id) as recorded
   from outbound_messages o order by person_id, queued_at`,
);

/** Holds what the channels hold against what the database says. */
export async function examine(
  database: Database,
  standIn: DiscordStandIn,
  due: readonly SilentPerson[],
): Promise<Evidence> {
  const received = countReceived(standIn);
  const rows = await database.run(ROWS);
  const broken = [
    ...due.flatMap((person) =>
      judgePerson(
        person,
        rows.filter((row) => row.person === person.id),
        received,
      ),
    ),
    ...[...received].flatMap(([id, count]) => (count > 1 ? [`${id} was received ${count} times`] : [])),
  ];
  const unknown = rows.filter(({ status }) => status === "unknown");
  const [crashedRuns = 0] = await values<number>(
    database,
    "select count(*)::integer as value from job_execution_history where status = 'crashed'",
  );
  const [mostHits = 0] = await values<number>(
    database,
    `select coalesce(max(hits), 0)::integer as value from
       (select count(*) as hits from job_execution_history where status = 'crashed' group by job_id) as h`,
  );
  return {
    broken,
    people: due.length,
    received: received.size,
    unknown: unknown.length,
    unknownThatArrived: unknown.filter(({ outboundId }) => received.has(outboundId)).length,
    crashedRuns,
    mostHits,
  };
}

/** How many messages of each outbound id were posted: it stands in their buttons. */
export function countReceived({ posted }: DiscordStandIn): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { components } of posted) {
    const id = /"custom_id":"rk:([^:"]+):/u.exec(JSON.stringify(components))?.[1];
    if (id !== undefined) {
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
  }
  return counts;
}

function judgePerson(
  { name, place }: SilentPerson,
  rows: readonly Row[],
  received: ReadonlyMap<string, number>,
): readonly string[] {
  const [row] = rows;
  if (row === undefined || rows.length !== 1) {
    return [`${name} has ${rows.length} messages`];
  }
  const arrived = received.get(row.outboundId) ?? 0;
  if (row.status === "unknown") {
    return place?.kind === "public_channel" && row.recorded === 0 ? [] : [`${name}: unknown, though one can look`];
  }
  const fits = row.status === "sent" && row.recorded === 1 && arrived === 1;
  return fits ? [] : [`${name}: ${row.status}, recorded ${row.recorded} times, received ${arrived} times`];
}
