import { readFile } from "node:fs/promises";

import { monotonicMs, SECOND_MS } from "../../../src/kernel/index.ts";
import { values } from "../../product-database.ts";
import { answerTo, startDiscordProgram } from "../program/discord-program.ts";
import { type DiscordStandIn, type StoredMessage } from "../stand-in/index.ts";
import { openScene } from "../stand-in-fixture.ts";
import { addSilentPeople, makeDue, openLiveDatabase } from "./live-database.ts";

/** How much comes due in the same moment. */
export interface FloodPlan {
  /** To direct chats that are open already. */
  readonly open: number;
  /** To people to whom the bot never wrote. */
  readonly unopened: number;
  /** `null`: the embedded one. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  readonly patienceMs: number;
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

/** Lets so many follow-ups come due at once, and waits until all that may go out is out. */
export async function flood(plan: FloodPlan): Promise<FloodReport> {
  const { standIn, ada } = await openScene({ limits: {}, patienceMs: plan.patienceMs });
  const people = Array.from({ length: plan.open + plan.unopened }, (_, index) => {
    const { id } = standIn.addPerson({ name: `person${index}` });
    const isOpen =
      index % Math.ceil((plan.open + plan.unopened) / plan.unopened) !== 0 || index >= plan.open + plan.unopened;
    return { id, name: `Person ${index}`, isOpen };
  });
  const rest = people.filter(({ isOpen }) => isOpen).length - plan.open;
  people
    .filter(({ isOpen }) => isOpen)
    .slice(0, Math.max(0, rest))
    .forEach((person) => (person.isOpen = false));
  const silent = people.map(({ id, name, isOpen }) => ({
    id,
    name,
    ...(isOpen ? standIn.openDirectChat(id) : {}),
  }));
  const database = await openLiveDatabase(plan);
  await addSilentPeople(database, silent);
  await makeDue(database, silent);
  await database.close();

  const program = await startDiscordProgram(standIn, {
    dataDir: plan.dataDir,
    environment: {
      FOLLOW_UP_QUIET_HOURS: "none",
      ...(plan.databaseUrl === null ? {} : { DATABASE_URL: plan.databaseUrl }),
    },
  });
  const startedMs = monotonicMs();
  await standIn.waitFor(() => standIn.registeredCommands().some(({ name }) => name === "bot_status"), "the command");
  const commandMs: number[] = [];
  const residentMb: number[] = [];
  for (const part of [0.1, 0.5, 0.9]) {
    await standIn.waitFor(() => standIn.posted.length > plan.open * part, `${part * 100} % of the messages`);
    const askedMs = monotonicMs();
    await answerTo(standIn, await standIn.command(ada.id, "dm", "bot_status"));
    residentMb.push(await residentMbOf(program.pid));
    commandMs.push(Math.round(monotonicMs() - askedMs));
  }
  const openIds = new Set(people.filter(({ isOpen }) => isOpen).map(({ id }) => id));
  const opened = Math.min(plan.unopened, 10);
  await standIn.waitFor(() => addressees(standIn).length >= plan.open + opened, "all messages that may go out");
  const tookMs = Math.round(monotonicMs() - startedMs);
  await program.stop();

  const got = addressees(standIn);
  const after = await openLiveDatabase(plan);
  const states = await values<{ status: string; count: number }>(
    after,
    "select jsonb_build_object('status', status, 'count', count(*)) as value from outbound_messages group by status",
  );
  const [waiting = 0] = await values<number>(
    after,
    "select count(*)::integer as value from scheduled_jobs where job_type = 'deliver_message' and status = 'pending'",
  );
  await after.close();
  const { breaches, invalid } = standIn.requests;
  return {
    toOpen: got.filter((id) => openIds.has(id)).length,
    toUnopened: got.filter((id) => !openIds.has(id)).length,
    twice: got.length - new Set(got).size,
    breaches,
    refused: invalid,
    mostInASecond: standIn.requests.busiest(),
    commandMs,
    residentMb,
    outOfTurn: outOfTurn(
      got.filter((id) => openIds.has(id)),
      people.filter(({ isOpen }) => isOpen).map(({ id }) => id),
    ),
    tookMs,
    states: Object.fromEntries(states.map(({ status, count }) => [status, count])),
    waiting,
  };
}

/** As Linux tells it; 0 elsewhere. */
async function residentMbOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Math.round(Number(/^VmRSS:\s+(\d+) kB/mu.exec(status)?.[1] ?? 0) / 1024);
}

/** Who got a message of the bot's own accord, in the order in which they were posted. */
function addressees(standIn: DiscordStandIn): readonly string[] {
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

function outOfTurn(got: readonly string[], due: readonly string[]): number {
  const turn = new Map(due.map((id, index) => [id, index]));
  return Math.max(0, ...got.map((id, index) => Math.abs((turn.get(id) ?? index) - index)));
}

/** How long Discord lets a bot wait with a command. */
export const COMMAND_PATIENCE_MS = 3 * SECOND_MS;
