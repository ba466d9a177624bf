import { monotonicMs } from "../../src/kernel/index.ts";
import { temporaryFolder } from "../attacks/process.ts";
import { addressees, isFollowUp } from "../discord/attacks/flood.ts";
import { addSilentPeople, makeDue, openLiveDatabase, type SilentPerson } from "../discord/attacks/live-database.ts";
import { type DiscordProgram, startDiscordProgram } from "../discord/program/discord-program.ts";
import type { DiscordStandIn } from "../discord/stand-in/index.ts";
import { openScene } from "../discord/stand-in-fixture.ts";
import { values } from "../product-database.ts";

/** Several processes of one bot on one database, one Redis and one stand-in, and people to whom a follow-up is due. */
export interface Crowd {
  readonly standIn: DiscordStandIn;
  readonly programs: readonly DiscordProgram[];
  /** One process more. */
  join(): Promise<DiscordProgram>;
  /** So many more people have a follow-up due from now on. Resolves with the whole number of people so far. */
  makePeopleDue(count: number): Promise<number>;
  /** Follow-ups that have arrived. */
  arrived(): number;
  /** Resolves when so many have arrived; says after how many milliseconds. */
  untilArrived(count: number): Promise<number>;
  report(): CrowdReport;
  /** Messages by state. */
  states(): Promise<Readonly<Record<string, number>>>;
}

/** What the stand-in saw. */
export interface CrowdReport {
  readonly received: number;
  readonly twice: number;
  readonly breaches: number;
  readonly refused: number;
  readonly mostInASecond: number;
  /** The longest time between two messages. */
  readonly longestPauseMs: number;
}

interface CrowdPlan {
  readonly processes: number;
  readonly databaseUrl: string;
  /** `null`: the database alone. */
  readonly redisUrl: string | null;
  readonly patienceMs: number;
}

export async function gatherCrowd({ processes, databaseUrl, redisUrl, patienceMs }: CrowdPlan): Promise<Crowd> {
  const { standIn } = await openScene({ limits: {}, patienceMs });
  const where = { databaseUrl, dataDir: await temporaryFolder() };
  await (await openLiveDatabase(where)).close(); // the tables
  const programs: DiscordProgram[] = [];
  const join = async (): Promise<DiscordProgram> => {
    const redis = redisUrl === null ? {} : { REDIS_URL: redisUrl };
    const environment = { DATABASE_URL: databaseUrl, ...redis, FOLLOW_UP_QUIET_HOURS: "none" };
    const program = await startDiscordProgram(standIn, { environment });
    programs.push(program);
    return program;
  };
  for (let index = 0; index < processes; index += 1) {
    await join();
  }
  let people = 0;

  const arrived = (): number => standIn.posted.filter(isFollowUp).length;
  return {
    standIn,
    programs,
    join,
    arrived,
    makePeopleDue: async (count) => {
      const added: readonly SilentPerson[] = Array.from({ length: count }, (_, index) => {
        const name = `person${people + index}`;
        const { id } = standIn.addPerson({ name });
        return { id, name, ...standIn.openDirectChat(id) };
      });
      people += count;
      const database = await openLiveDatabase(where);
      await addSilentPeople(database, added);
      await makeDue(database, added);
      await database.close();
      return people;
    },
    untilArrived: async (count) => {
      const askedMs = monotonicMs();
      await standIn.waitFor(() => standIn.posted.length >= count && arrived() >= count, `${count} messages`);
      return Math.round(monotonicMs() - askedMs);
    },
    report: () => {
      const got = addressees(standIn);
      return {
        received: new Set(got).size,
        twice: got.length - new Set(got).size,
        breaches: standIn.requests.breaches,
        refused: standIn.requests.invalid,
        mostInASecond: standIn.requests.busiest(),
        longestPauseMs: longestPause(standIn),
      };
    },
    states: async () => {
      const database = await openLiveDatabase(where);
      const [states = {}] = await values<Record<string, number>>(
        database,
        `select jsonb_object_agg(status, n) as value from (select status, count(*) as n from outbound_messages group by status) as s`,
      );
      await database.close();
      return states;
    },
  };
}

function longestPause({ requests }: DiscordStandIn): number {
  const times = requests.all.flatMap(({ route, atMs }) => (route === "create-message" ? [atMs] : []));
  return Math.round(Math.max(0, ...times.slice(1).map((atMs, index) => atMs - (times[index] ?? atMs))));
}
