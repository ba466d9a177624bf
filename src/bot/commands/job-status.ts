import { assessPerson, findOrder } from "../../follow-ups/index.ts";
import { describeDuration, describeMoment, MINUTE_MS } from "../../kernel/index.ts";
import type { JobInspection, SchedulerStatistics } from "../../scheduler/index.ts";
import { followUpMessageJob, REASON_WORDS } from "../../vocabulary/index.ts";
import type { BotParts } from "../bot-parts.ts";
import type { Command, CommandSource } from "./command-types.ts";

/** How the job system is doing, or one job or order. Jobs are for operators; an order also for whoever gave it. */
export const jobStatus: Command = {
  name: "job_status",
  usage: "job_status [job or order id]",
  rank: "administrator",
  run: async (parts, event, words) => {
    const [id, ...rest] = words;
    if (rest.length > 0) {
      return null;
    }
    if (id === undefined) {
      return {
        text: event.actor.operator
          ? await overview(parts)
          : "Name an order: the jobs of the whole bot are for its operators.",
      };
    }
    const text = (await orderText(parts, event, id)) ?? (event.actor.operator ? await jobText(parts, id) : null);
    return {
      text:
        text ?? `There is no job or order “${id.slice(0, 64)}” that you may see. Finished ones are kept for 30 days.`,
    };
  },
};

async function overview({ followUps, database }: BotParts): Promise<string> {
  const statistics = await followUps.scheduler.statistics();
  const now = await database.now();
  const { completed, failed, retried } = statistics.lastDay;
  return [
    ...countLines(statistics),
    `Next due: ${statistics.nextDue === null ? "nothing waits" : `${describeMoment(statistics.nextDue)} (${untilWords(statistics.nextDue, now)})`}`,
    ...overdueLines(statistics, now),
    `Last 24 hours: ${completed} completed, ${retried} retried, ${failed} failed`,
    ...(statistics.paused.length === 0 ? [] : [`Paused: ${statistics.paused.join(", ")}`]),
    ...(statistics.unknownTypes.length === 0 ? [] : [`Waiting for a handler: ${statistics.unknownTypes.join(", ")}`]),
  ].join("\n");
}

function countLines({ counts }: SchedulerStatistics): readonly string[] {
  const types = [...new Set(counts.map(({ jobType }) => jobType))].toSorted();
  return types.map((type) => {
    const states = counts.filter(({ jobType }) => jobType === type).map(({ status, count }) => `${count} ${status}`);
    return `**${type}**: ${states.join(", ")}`;
  });
}

/** A job is due for a moment before it runs; one that has been due for longer is what an operator wants to see. */
const LATE_MS = MINUTE_MS;

function overdueLines({ oldestDue }: SchedulerStatistics, now: Date): readonly string[] {
  const lateMs = oldestDue === null ? 0 : now.getTime() - oldestDue.scheduledTime.getTime();
  return oldestDue === null || lateMs < LATE_MS
    ? []
    : [`Overdue: **${oldestDue.jobType}**, for ${describeDuration(lateMs)}`];
}

function untilWords(moment: Date, now: Date): string {
  const ms = moment.getTime() - now.getTime();
  return ms <= 0 ? "due" : `in ${describeDuration(ms)}`;
}

async function jobText({ followUps }: BotParts, id: string): Promise<string | null> {
  const job = await followUps.scheduler.inspect(id);
  return job === null ? null : [...headLines(job), ...runLines(job)].join("\n");
}

function headLines(job: JobInspection): readonly string[] {
  return [
    `**${job.jobType}** \`${job.jobId}\`: **${job.status}**`,
    `Due ${describeMoment(job.scheduledTime)}, made ${describeMoment(job.createdAt)}${job.completedAt === null ? "" : `, ended ${describeMoment(job.completedAt)}`}`,
    ...(job.cancelReason === null ? [] : [`Asked to end: ${job.cancelReason}`]),
    `Retries: ${job.retryCount} of ${job.maxRetries}${job.errorMessage === null ? "" : `; last error: ${job.errorMessage}`}`,
  ];
}

function runLines(job: JobInspection): readonly string[] {
  return job.runs.map(
    (run) =>
      `Run ${run.run}: ${run.status} at ${describeMoment(run.executionTime)}, ${run.durationMs ?? 0} ms${run.errorMessage === null ? "" : ` (${run.errorMessage})`}`,
  );
}

async function orderText(parts: BotParts, { actor, place }: CommandSource, id: string): Promise<string | null> {
  const order = await findOrder(parts.database, id);
  const mayLook = order !== null && (actor.operator || (order.serverId !== null && order.serverId === place.serverId));
  if (!mayLook) {
    return null;
  }
  const reason =
    order.endReason === null
      ? ""
      : actor.operator && order.endReason !== "frozen"
        ? ` (${REASON_WORDS[order.endReason]})`
        : "";
  return [
    `Order \`${order.orderId}\`: **${order.status}**${reason}`,
    `Ordered ${describeMoment(order.orderedAt)}, due ${describeMoment(order.dueAt)}`,
    ...(actor.operator && order.status === "waiting" ? await waitingLines(parts, order) : []),
  ].join("\n");
}

/** What a waiting order waits for, as far as an operator may know, and the job that will carry it out. */
async function waitingLines(
  { database, followUps }: BotParts,
  { orderId, personId }: NonNullable<Awaited<ReturnType<typeof findOrder>>>,
): Promise<readonly string[]> {
  return database.transaction(async (transaction) => {
    const { assessment } = await assessPerson(followUps, transaction, personId);
    const job = await followUps.scheduler.findPending(transaction, followUpMessageJob, personId);
    return [
      ...(assessment.type === "ready" || assessment.reasonCode === "frozen" || assessment.reasonCode === "snoozed"
        ? []
        : [`In the way: ${REASON_WORDS[assessment.reasonCode]} (${assessment.reasonCode})`]),
      ...(assessment.type === "ready" && assessment.orderId === orderId
        ? [
            `Not before ${describeMoment(assessment.at)}, because ${REASON_WORDS[assessment.because]} (${assessment.because})`,
          ]
        : []),
      ...(job === null ? [] : [`Carried out by job \`${job.jobId}\``]),
    ];
  });
}
