import { onTestFinished } from "vitest";

import type { Database } from "../../../src/database/index.ts";
import {
  type IdSource,
  type Logger,
  silentLogger,
  systemClock,
  systemRandom,
  timeOrderedIds,
} from "../../../src/kernel/index.ts";
import { type DeliveryQueue, enqueue } from "../../../src/outbound/index.ts";
import { recordConsent, requestContactPermit } from "../../../src/privacy/index.ts";
import { createScheduler, type JobRun, type Scheduler } from "../../../src/scheduler/index.ts";
import { deliverMessageJob, personId, type Place } from "../../../src/vocabulary/index.ts";

/** How a queue under test is made for one member. */
export interface MemberParts {
  readonly scheduler: Scheduler;
  readonly takes: boolean;
  readonly logger: Logger;
}
export type MakeQueue = (parts: MemberParts) => Promise<DeliveryQueue>;

/** One process of several, as far as a queue can tell. */
export interface Member {
  readonly scheduler: Scheduler;
  readonly queue: DeliveryQueue;
  stop(): Promise<void>;
}

/** Some processes on one database, whose deliveries are counted. */
export interface Crew {
  join(options?: {
    readonly takes?: boolean;
    readonly concurrency?: number;
    readonly logger?: Logger;
  }): Promise<Member>;
  /** Puts messages in line by a member, each in a transaction of its own; says their ids. */
  enqueue(member: Member, count: number): Promise<readonly string[]>;
  /** The same in one transaction that is rolled back. */
  enqueueInVain(member: Member): Promise<string>;
  /** Outbound ids in the order of their deliveries, and by whom. */
  readonly deliveries: { readonly id: string; readonly by: Member }[];
  /** Resolves when so many deliveries have been made. */
  delivered(count: number): Promise<void>;
  /** What each delivery does before it ends. */
  during: (run: JobRun<{ outboundId: string }>) => Promise<void>;
}

const PLACE: Place = { platform: "discord", kind: "dm", channelId: "dm-ada", serverId: null };
const ADA = personId("ada");

export function createCrew(database: Database, makeQueue: MakeQueue): Crew {
  const ids = timeOrderedIds(systemClock, systemRandom);
  let waiting: (() => void)[] = [];

  const crew: Crew = {
    deliveries: [],
    during: async () => undefined,
    join: async ({ takes = true, concurrency = 10, logger = silentLogger } = {}) => {
      const options = { concurrency, claims: takes, shutdownGraceMs: 0, abortGraceMs: 50 };
      const scheduler = createScheduler({ database, ids, random: systemRandom, logger, options });
      const queue = await makeQueue({ scheduler, takes, logger });
      const member: Member = {
        scheduler,
        queue,
        stop: async () => {
          await queue.stop();
          await scheduler.stop();
        },
      };
      scheduler.register(deliverMessageJob, async (run) => {
        crew.deliveries.push({ id: run.payload.outboundId, by: member });
        await crew.during(run);
        waiting.splice(0).forEach((resolve) => resolve());
        return { type: "completed" };
      });
      onTestFinished(() => member.stop());
      await scheduler.start();
      await queue.start();
      return member;
    },
    enqueue: async (member, count) => {
      const made: string[] = [];
      for (let index = 0; index < count; index += 1) {
        made.push(await inTransaction(database, member, { ids, fails: false }));
      }
      return made;
    },
    enqueueInVain: (member) => inTransaction(database, member, { ids, fails: true }),
    delivered: async (count) => {
      while (crew.deliveries.length < count) {
        await new Promise<void>((resolve) => {
          waiting = [...waiting, resolve];
        });
      }
    },
  };
  return crew;
}

/** What leaves a transaction that rolls back. */
class Changed extends Error {
  readonly outboundId: string;

  constructor(outboundId: string) {
    super("rolled back");
    this.outboundId = outboundId;
  }
}

async function inTransaction(
  database: Database,
  { scheduler, queue }: Member,
  { ids, fails }: { readonly ids: IdSource; readonly fails: boolean },
): Promise<string> {
  try {
    return await database.transaction(async (transaction) => {
      await recordConsent(transaction, ids, {
        personId: ADA,
        decision: "granted",
        mechanism: "button",
        textVersion: "1",
        language: "en",
        place: PLACE,
        decidedAt: await transaction.now(),
      });
      const answer = await requestContactPermit(transaction, ADA, {
        place: PLACE,
        citesTheirs: true,
        consentMode: "ask",
      });
      if (!answer.granted) {
        throw new Error("the permit was refused");
      }
      const context = { kind: "check_in", reasonCode: "reason_found" } as const;
      const message = { text: "Hello", context, memoryId: null, orderId: null, dryRun: false };
      const outboundId = await enqueue(transaction, answer.permit, { message, scheduler, queue, ids });
      if (fails) {
        throw new Changed(outboundId);
      }
      return outboundId;
    });
  } catch (thrown) {
    if (thrown instanceof Changed) {
      return thrown.outboundId;
    }
    throw thrown;
  }
}
