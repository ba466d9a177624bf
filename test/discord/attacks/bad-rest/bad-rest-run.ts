import type { Database } from "../../../../src/database/index.ts";
import { monotonicMs, type Random, seededRandom } from "../../../../src/kernel/index.ts";
import { temporaryFolder } from "../../../attacks/process.ts";
import { query, values } from "../../../product-database.ts";
import { type DiscordProgram, startDiscordProgram } from "../../program/discord-program.ts";
import type { DiscordStandIn, LoggedRequest } from "../../stand-in/index.ts";
import { pause } from "../../stand-in/pace.ts";
import { openScene } from "../../stand-in-fixture.ts";
import { type Evidence, examine } from "../kills/evidence.ts";
import { addSilentPeople, makeDue, openLiveDatabase, type SilentPerson } from "../live-database.ts";
import { residentMbOf } from "../resident-memory.ts";
import { letRequestsFail } from "./faults.ts";

/** How much is to go through a bad Discord. */
export interface BadRestPlan {
  readonly databaseUrl: string;
  readonly seed: number;
  /** Follow-ups come due in so many waves, each of so many people. */
  readonly waves: number;
  readonly peopleInWave: number;
  /** Commands in each wave. */
  readonly commands: number;
}

/** What came of it. */
export interface BadRestReport extends Evidence {
  readonly troubles: Readonly<Record<string, number>>;
  readonly gatewayTroubles: number;
  readonly commandsAnswered: number;
  /** Commands that got more than one answer. */
  readonly commandsBroken: number;
  /** Commands of which one request failed twice. */
  readonly commandsUnlucky: number;
  /** Of each process after each wave. */
  readonly residentMb: readonly (readonly number[])[];
  readonly mostInASecond: number;
  readonly invalidRequests: number;
  readonly tookMs: number;
}

type CommandFate = "answered" | "broken" | "unlucky";

interface Parts {
  readonly standIn: DiscordStandIn;
  readonly database: Database;
  readonly random: Random;
  readonly programs: readonly DiscordProgram[];
}

/** Two processes on one database send follow-ups and answer commands, while Discord's REST and gateway fail at random. */
export async function throughBadRest(plan: BadRestPlan): Promise<BadRestReport> {
  const scene = await openScene({ patienceMs: 180_000, nonceWindowMs: 3_600_000 });
  const { standIn } = scene;
  const database = await openLiveDatabase({ databaseUrl: plan.databaseUrl, dataDir: await temporaryFolder() });
  const people = Array.from({ length: plan.waves * plan.peopleInWave }, (_, index) => {
    const { id } = standIn.addPerson({ name: `person${index}` });
    return { id, name: `Person ${index}`, ...standIn.openDirectChat(id) };
  });
  const environment = { DATABASE_URL: plan.databaseUrl, FOLLOW_UP_QUIET_HOURS: "none", LOG_LEVEL: "error" };
  const programs = [
    await startDiscordProgram(standIn, { environment }),
    await startDiscordProgram(standIn, { environment }),
  ];
  const random = seededRandom(plan.seed);
  const troubles = letRequestsFail(standIn, random);
  const parts: Parts = { standIn, database, random, programs };

  const startedMs = monotonicMs();
  const residentMb: (readonly number[])[] = [];
  const commands: Record<CommandFate, number> = { answered: 0, broken: 0, unlucky: 0 };
  for (let wave = 0; wave < plan.waves; wave += 1) {
    const due = people.slice(wave * plan.peopleInWave, (wave + 1) * plan.peopleInWave);
    await addSilentPeople(database, due); // not all at once: the program would plan the others by itself
    await makeDue(database, due);
    gatewayTrouble(standIn, wave);
    for (let count = 0; count < plan.commands; count += 1) {
      commands[await giveCommand(parts, due[count % due.length] ?? scene.ada)] += 1;
    }
    await settled(parts);
    residentMb.push(await Promise.all(programs.map(({ pid }) => residentMbOf(pid))));
  }
  const tookMs = Math.round(monotonicMs() - startedMs);
  standIn.heal();
  await Promise.all(programs.map(({ stop }) => stop()));
  const evidence = await examine(database, standIn, people);
  await database.close();
  return {
    ...evidence,
    troubles: troubles(),
    gatewayTroubles: plan.waves,
    commandsAnswered: commands.answered,
    commandsBroken: commands.broken,
    commandsUnlucky: commands.unlucky,
    residentMb,
    mostInASecond: standIn.requests.busiest(),
    invalidRequests: standIn.requests.invalid,
    tookMs,
  };
}

function gatewayTrouble(standIn: DiscordStandIn, wave: number): void {
  const troubles = [
    () => standIn.dropGateway(),
    () => standIn.askToReconnect(),
    () => standIn.invalidateSession(true),
    () => standIn.invalidateSession(false),
  ];
  troubles[wave % troubles.length]?.();
}

/**
 * Given when both processes hear it: what is said while no session is there is a matter of its own. Each request of an answer is made
 * twice at most: `unlucky` is the one that failed both times.
 */
async function giveCommand({ standIn }: Parts, person: Pick<SilentPerson, "id">): Promise<CommandFate> {
  await standIn.waitFor(() => standIn.gateway.connected === 2, "both are connected");
  const before = standIn.requests.all.length;
  const interaction = await standIn.command(person.id, "dm", "followup_settings", { action: "status" });
  const isAnswered = (): boolean =>
    (interaction.answer?.embeds.length ?? 0) > 0 || (interaction.answer?.content ?? "") !== "";
  const hasFailedTwice = (): boolean => failedTwice(standIn.requests.all.slice(before));
  await standIn.waitFor(() => isAnswered() || hasFailedTwice(), "the answer to a command");
  if (interaction.followUps.length > 0) {
    return "broken";
  }
  return isAnswered() ? "answered" : "unlucky";
}

function failedTwice(requests: readonly LoggedRequest[]): boolean {
  const failed = requests.filter(
    ({ route, status }) =>
      (route === "answer-interaction" || route === "edit-answer") && (status === null || status >= 500),
  );
  return new Set(failed.map(({ path }) => path)).size < failed.length;
}

const SOON = query<{ n: number }>(
  ["n"],
  `with moved as (
     update scheduled_jobs set scheduled_time = clock_timestamp()
     where job_type = 'deliver_message' and status = 'pending' and scheduled_time > clock_timestamp() + interval '5 seconds' returning job_key
   ), aged as (
     update outbound_messages set sending_since = sending_since - interval '3 minutes'
     where status = 'sending' and outbound_id in (select job_key from moved) and $1 returning 1
   ) select count(*)::integer as n from moved`,
);

/** Nobody waits for hours: who is to be tried again is tried soon, and every other time as if the nonce were forgotten. */
async function settled({ database, random }: Parts): Promise<void> {
  for (;;) {
    const [open = 0] = await values<number>(
      database,
      `select count(*)::integer as value from scheduled_jobs where status = 'running'
         or status = 'pending' and (job_type = 'deliver_message' or job_type = 'follow_up_message' and scheduled_time < clock_timestamp())`,
    );
    if (open === 0) {
      return;
    }
    await database.run(SOON, [random.next() < 0.5]);
    await pause(2000);
  }
}
