import { monotonicMs, SECOND_MS } from "../../../src/kernel/index.ts";
import { DIRECT_CHAT_LIMITS } from "../../../src/outbound/index.ts";
import { values } from "../../product-database.ts";
import { answerTo, startDiscordProgram } from "../program/discord-program.ts";
import { type DiscordStandIn, type StoredMessage } from "../stand-in/index.ts";
import { openScene } from "../stand-in-fixture.ts";
import { addSilentPeople, makeDue, openLiveDatabase, type SilentPerson } from "./live-database.ts";
import { residentMbOf } from "./resident-memory.ts";

/** How much comes due in the same moment. */
export interface FloodPlan {
  /** To direct chats that are open already. */
  readonly open: number;
  /** To people to whom the bot never wrote; a part of all without remainder. */
  readonly unopened: number;
  /** `null`: the embedded one. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  readonly patienceMs: number;
  /** Started one after the other, while the first ones are at it. @defaultValue 1 */
  readonly processes?: number;
}

/** What came of it. */
export interface FloodReport {
  readonly toOpen: number;
  readonly toUnopened: number;
  /** People who got more than one. */
  readonly twice: number;
  readonly breaches: number;
  readonly refused: number;
  readonly mostInASecond: number;
  /** How long a slash command took meanwhile. */
  readonly commandMs: readonly number[];
  /** The process's memory at these moments. */
  readonly residentMb: readonly number[];
  /** By how many places a message came earlier or later than its turn, at most. */
  readonly outOfTurn: number;
  readonly tookMs: number;
  /** Messages by state at the end. */
  readonly states: Readonly<Record<string, number>>;
  /** Jobs that wait at the end, for when the unopened ones have room. */
  readonly waiting: number;
}

interface Addressee extends SilentPerson {
  readonly isOpen: boolean;
}

/** Lets so many follow-ups come due at once, and waits until all that may go out is out. */
export async function flood(plan: FloodPlan): Promise<FloodReport> {
  const { standIn, ada } = await openScene({ limits: {}, patienceMs: plan.patienceMs });
  const people = addPeople(standIn, plan);
  const database = await openLiveDatabase(plan);
  await addSilentPeople(database, people);
  await makeDue(database, people);
  await database.close();

  const environment = {
    FOLLOW_UP_QUIET_HOURS: "none",
    ...(plan.databaseUrl === null ? {} : { DATABASE_URL: plan.databaseUrl }),
  };
  const program = await startDiscordProgram(standIn, { dataDir: plan.dataDir, environment });
  const startedMs = monotonicMs();
  const others = Array.from({ length: (plan.processes ?? 1) - 1 }, () => startDiscordProgram(standIn, { environment }));
  const programs = [program, ...(await Promise.all(others))];
  await standIn.waitFor(() => standIn.registeredCommands().some(({ name }) => name === "bot_status"), "the command");
  const commandMs: number[] = [];
  const residentMb: number[] = [];
  for (const part of [0.1, 0.5, 0.9]) {
    await standIn.waitFor(() => standIn.posted.length > plan.open * part, `${part * 100} % of the messages`);
    residentMb.push(await residentMbOf(program.pid));
    const askedMs = monotonicMs();
    await answerTo(standIn, await standIn.command(ada.id, "dm", "bot_status"));
    commandMs.push(Math.round(monotonicMs() - askedMs));
  }
  const mayGoOut = plan.open + Math.min(plan.unopened, DIRECT_CHAT_LIMITS.openings);
  await standIn.waitFor(() => standIn.posted.length >= mayGoOut && addressees(standIn).length >= mayGoOut, "the rest");
  const tookMs = Math.round(monotonicMs() - startedMs);
  await Promise.all(programs.map(({ stop }) => stop()));
  return { ...received(standIn, people), commandMs, residentMb, tookMs, ...(await readStates(plan)) };
}

/** Those who never got a message stand among the others at even distances. */
function addPeople(standIn: DiscordStandIn, { open, unopened }: FloodPlan): readonly Addressee[] {
  const total = open + unopened;
  return Array.from({ length: total }, (_, index) => {
    const { id } = standIn.addPerson({ name: `person${index}` });
    const isOpen = index % (total / unopened) !== 0;
    return { id, name: `Person ${index}`, isOpen, ...(isOpen ? standIn.openDirectChat(id) : {}) };
  });
}

function received(
  standIn: DiscordStandIn,
  people: readonly Addressee[],
): Omit<FloodReport, "commandMs" | "residentMb" | "tookMs" | "states" | "waiting"> {
  const got = addressees(standIn);
  const openIds = people.flatMap(({ id, isOpen }) => (isOpen ? [id] : []));
  const turn = new Map(openIds.map((id, index) => [id, index]));
  const toOpen = got.filter((id) => turn.has(id));
  return {
    toOpen: toOpen.length,
    toUnopened: got.length - toOpen.length,
    twice: got.length - new Set(got).size,
    breaches: standIn.requests.breaches,
    refused: standIn.requests.invalid,
    mostInASecond: standIn.requests.busiest(),
    outOfTurn: Math.max(0, ...toOpen.map((id, index) => Math.abs((turn.get(id) ?? index) - index))),
  };
}

async function readStates(plan: FloodPlan): Promise<Pick<FloodReport, "states" | "waiting">> {
  const database = await openLiveDatabase(plan);
  const [states = {}] = await values<Record<string, number>>(
    database,
    `select jsonb_object_agg(status, n) as value from (select status, count(*) as n from outbound_messages group by status) as s`,
  );
  const [waiting = 0] = await values<number>(
    database,
    "select count(*)::integer as value from scheduled_jobs where job_type = 'deliver_message' and status = 'pending'",
  );
  await database.close();
  return { states, waiting };
}

/** Who got a message of the bot's own accord, in the order in which they were posted. */
export function addressees(standIn: DiscordStandIn): readonly string[] {
  const byChannel = new Map<string, string | null>();
  for (const { channelId, personId } of standIn.requests.all) {
    if (channelId !== null) {
      byChannel.set(channelId, personId);
    }
  }
  return standIn.posted.filter(isFollowUp).flatMap(({ channelId }) => byChannel.get(channelId) ?? []);
}

/** Whether it carries the small print of a follow-up. */
export function isFollowUp({ content }: StoredMessage): boolean {
  return content.includes("-# automated");
}

/** How long Discord lets a bot wait with a command. */
export const COMMAND_PATIENCE_MS = 3 * SECOND_MS;
