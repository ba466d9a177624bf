import { type Database, transactionRepeated } from "../database/index.ts";
import { followLoss, type FollowUpParts, peopleIn } from "../follow-ups/index.ts";
import { invariant } from "../kernel/index.ts";
import type { JobOutcome, JobRun } from "../scheduler/index.ts";
import type { PlaceFilter } from "../vocabulary/index.ts";

/** People a page. Each is looked after in a transaction of their own, so that nobody waits for all of them. */
const PAGE_SIZE = 1000;

/** The bot lost a server or a channel: what is kept follows, person by person. Cut short, it goes on with whoever is left. */
export async function forgetPlaces(
  database: Database,
  parts: FollowUpParts,
  { payload, signal }: JobRun<{ readonly serverId: string | null; readonly channelId: string | null }>,
): Promise<JobOutcome> {
  const places = placesOf(payload);
  const page = (after: string) => peopleIn(database, places, { after, limit: PAGE_SIZE });
  for (let people = await page(""); people.length > 0; people = await page(people.at(-1) ?? "")) {
    for (const person of people) {
      if (signal.aborted) {
        return { type: "snooze", until: await database.now() };
      }
      await transactionRepeated(database, (transaction) => followLoss(parts, transaction, { person, places }));
    }
  }
  return { type: "completed" };
}

function placesOf({
  serverId,
  channelId,
}: {
  readonly serverId: string | null;
  readonly channelId: string | null;
}): PlaceFilter {
  if (serverId !== null) {
    return { serverId };
  }
  invariant(channelId !== null, "a place that is lost is a server or a channel");
  return { channelId };
}
