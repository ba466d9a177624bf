import type { Database } from "../../../../src/database/index.ts";
import { seededRandom } from "../../../../src/kernel/index.ts";
import type { Place } from "../../../../src/vocabulary/index.ts";
import { temporaryFolder } from "../../../attacks/process.ts";
import { values } from "../../../product-database.ts";
import { answerTo, type DiscordProgram, startDiscordProgram } from "../../program/discord-program.ts";
import type { DiscordStandIn, OrderedFault } from "../../stand-in/index.ts";
import { pause } from "../../stand-in/pace.ts";
import { openScene, type Scene } from "../../stand-in-fixture.ts";
import { addSilentPeople, makeDue, openLiveDatabase, type SilentPerson } from "../live-database.ts";
import { type Evidence, examine } from "./evidence.ts";
import {
  buildTraps,
  expireLeases,
  heldProcesses,
  letNoncesExpire,
  othersAreAtRest,
  processDelivering,
  releaseTraps,
  setTrap,
  type Trap,
} from "./traps.ts";

/** At a step in the database, at Discord's door, with Discord but not answered, or wherever they are. */
export type Step = Trap | "door" | "delivered" | "anywhere";

const STEPS: readonly Step[] = ["delivered", "sent", "enqueue", "door", "history", "mark", "anywhere", "end"];

/** What a run is to do. */
export interface KillPlan {
  readonly databaseUrl: string;
  readonly kills: number;
  readonly seed: number;
}

/** What came of it. */
export interface KillReport extends Evidence {
  readonly kills: Readonly<Partial<Record<Step, number>>>;
  /** What operators are told at the end. */
  readonly status: string;
}

/** People whose follow-ups come due before each kill: one in a direct chat, one in a channel, one in a channel without history. */
const PEOPLE_AT_ONCE = 3;
const ANYWHERE_MS = 400;

/**
 * Two processes work on one database; one of them is killed, again and again, at each step in turn, and started anew. Every second kill hits
 * what the one before has hit. After every fourth, Discord has forgotten the nonces.
 */
export async function killAgainAndAgain(plan: KillPlan): Promise<KillReport> {
  const scene = await openScene({ patienceMs: 60_000 });
  const { standIn } = scene;
  const database = await openLiveDatabase({ databaseUrl: plan.databaseUrl, dataDir: await temporaryFolder() });
  await buildTraps(database);
  const people = placePeople(scene, plan.kills * PEOPLE_AT_ONCE);
  await addSilentPeople(database, people);
  const random = seededRandom(plan.seed);
  const programs = new Map<string, DiscordProgram>();
  const kills: Partial<Record<Step, number>> = {};
  const parts = { standIn, database, programs, databaseUrl: plan.databaseUrl };
  await startAnother(parts, 0);
  await startAnother(parts, 1);

  const due: SilentPerson[] = [];
  let dead: string | null = null;
  for (let kill = 0; kill < plan.kills; kill += 1) {
    const step = STEPS[(kill * 3 + Math.floor(kill / STEPS.length)) % STEPS.length] ?? "anywhere";
    const isFirstOfTwo = kill % 2 === 0;
    if (isFirstOfTwo) {
      await bringBack(parts, { dead, number: kill + 1 });
      await settled(parts, due);
    }
    const caught = await arm(parts, step);
    if (!isFirstOfTwo) {
      await bringBack(parts, { dead, number: kill + 1 }); // what the dead one was at may go into the trap
    }
    const next = people.slice(due.length, due.length + PEOPLE_AT_ONCE);
    due.push(...next);
    await makeDue(database, next);
    dead = await caught(random.next());
    await programs.get(dead)?.kill();
    programs.delete(dead);
    kills[step] = (kills[step] ?? 0) + 1;
    standIn.heal();
    await releaseTraps(database);
    if (kill % 4 === 0) {
      const victim = dead;
      await standIn.waitFor(() => othersAreAtRest(database, victim), "the other process has nothing to do");
      await letNoncesExpire(database);
      standIn.forgetNonces();
    }
  }
  await bringBack(parts, { dead, number: plan.kills + 1 });
  await settled(parts, due);
  const asked = await standIn.command(scene.ada.id, "dm", "bot_status");
  const status = await answerTo(standIn, asked);
  const evidence = await examine(database, standIn, due);
  await Promise.all([...programs.values()].map((program) => program.stop()));
  await database.close();
  return { ...evidence, kills, status };
}

interface Parts {
  readonly standIn: DiscordStandIn;
  readonly database: Database;
  readonly programs: Map<string, DiscordProgram>;
  readonly databaseUrl: string;
}

function placePeople({ standIn }: Scene, count: number): readonly SilentPerson[] {
  const server = standIn.addServer({
    name: "Yard",
    channels: [{ name: "open" }, { name: "blind", botMayReadHistory: false }],
  });
  const channel = (name: string): Place => ({
    platform: "discord",
    kind: "public_channel",
    channelId: server.channel(name).channelId,
    serverId: server.id,
  });
  return Array.from({ length: count }, (_, index) => {
    const { id } = standIn.addPerson({ name: `person${index}`, servers: [{ serverId: server.id }] });
    const person = { id, name: `Person ${index}` };
    switch (index % PEOPLE_AT_ONCE) {
      case 0:
        return { ...person, ...standIn.openDirectChat(id) };
      case 1:
        return { ...person, place: channel("open") };
      default:
        return { ...person, place: channel("blind") };
    }
  });
}

/** Another process in place of the dead one, whose work is free now. */
async function bringBack(
  parts: Parts,
  { dead, number }: { readonly dead: string | null; readonly number: number },
): Promise<void> {
  if (dead !== null) {
    await expireLeases(parts.database, dead);
    await startAnother(parts, number);
  }
}

async function startAnother({ standIn, programs, databaseUrl }: Parts, number: number): Promise<void> {
  const name = `process-${number}`;
  const url = new URL(databaseUrl);
  url.searchParams.set("application_name", name);
  const environment = { DATABASE_URL: url.href, FOLLOW_UP_QUIET_HOURS: "none", LOG_LEVEL: "error" };
  programs.set(name, await startDiscordProgram(standIn, { environment }));
}

/** Lays in wait; what comes back resolves with the name of the process to kill once one is there. */
async function arm({ standIn, database, programs }: Parts, step: Step): Promise<(chance: number) => Promise<string>> {
  if (step === "anywhere") {
    return async (chance) => {
      await pause(chance * ANYWHERE_MS);
      const names = [...programs.keys()];
      return names[Math.floor(chance * 1000) % names.length] ?? "";
    };
  }
  if (step === "door" || step === "delivered") {
    let nonce = "";
    const isFollowUp = ({ route, body }: { readonly route: string; readonly body: unknown }): boolean => {
      const given = (body as { readonly nonce?: unknown } | null)?.nonce;
      const fits = route === "create-message" && typeof given === "string";
      nonce = fits && nonce === "" ? given : nonce;
      return fits;
    };
    const hang = { type: "hang", delivered: step === "door" ? "never" : "at once" } as const;
    const fault: OrderedFault = standIn.fail(isFollowUp, hang);
    return () =>
      standIn.waitFor(
        async () => (fault.hits > 0 ? processDelivering(database, nonce) : null),
        `a message at the step ${step}`,
      );
  }
  await setTrap(database, step);
  return () => standIn.waitFor(async () => (await heldProcesses(database))[0] ?? null, `a process at the step ${step}`);
}

/** Waits until each of them has been written to, or nobody can tell. */
async function settled({ standIn, database }: Parts, due: readonly SilentPerson[]): Promise<void> {
  const ids = due.map(({ id }) => id);
  await standIn.waitFor(async () => {
    const [open = 0] = await values<number>(
      database,
      `select (select count(*) from unnest($1::text[]) as p (id)
           where not exists (select from outbound_messages o where o.person_id = p.id and o.status in ('sent', 'unknown')))::integer
         + (select count(*) from scheduled_jobs where status = 'running')::integer as value`,
      [ids],
    );
    return open === 0;
  }, "all follow-ups so far have ended");
}
