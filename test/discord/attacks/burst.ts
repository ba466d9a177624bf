import { values } from "../../product-database.ts";
import { startDiscordProgram } from "../program/discord-program.ts";
import { openScene } from "../stand-in-fixture.ts";
import { openLiveDatabase } from "./live-database.ts";

/** What is left of a burst. */
export interface BurstReport {
  readonly said: number;
  readonly stored: number;
  /** By the counts that are kept of people. */
  readonly counted: number;
  /** In how many transactions the messages were stored. */
  readonly transactions: number;
}

/** So many people, half in direct chats and half in a channel, say two things each, all at once; then the program is stopped. */
export async function burst({
  people: count,
  patienceMs,
}: {
  readonly people: number;
  readonly patienceMs: number;
}): Promise<BurstReport> {
  const { standIn, server, general, ada } = await openScene({ patienceMs });
  const program = await startDiscordProgram(standIn);
  const servers = [{ serverId: server.id }];
  const people = Array.from({ length: count }, (_, index) => standIn.addPerson({ name: `person${index}`, servers }));
  await Promise.all(
    ["Hello there!", "How are you?"].flatMap((text) =>
      people.map(({ id }, index) =>
        index % 2 === 0 ? standIn.say(id, "dm", text) : standIn.say(id, general, text, { mentions: ["bot"] }),
      ),
    ),
  );
  const last = ["Hello there!", "How are you?", "I am well."];
  for (const text of last) {
    await standIn.say(ada.id, "dm", text);
  }
  await standIn.waitFor(() => standIn.posted.length > 0, "the question to the last who spoke");
  await program.stop();

  const database = await openLiveDatabase({ databaseUrl: null, dataDir: program.dataDir });
  const read = async (sql: string): Promise<number> => (await values<number>(database, sql))[0] ?? 0;
  const report = {
    said: 2 * count + last.length,
    stored: await read("select count(*)::integer as value from messages where author = 'person'"),
    counted: await read("select sum(message_count)::integer as value from people"),
    transactions: await read("select count(distinct xmin::text)::integer as value from messages"),
  };
  await database.close();
  return report;
}
