import { assessPerson, findOrder } from "../../follow-ups/index.ts";
import { describeDuration, MINUTE_MS } from "../../kernel/index.ts";
import type { JobInspection, SchedulerStatistics } from "../../scheduler/index.ts";
import { followUpMessageJob } from "../../vocabulary/index.ts";
import type { BotParts } from "../bot-parts.ts";
import { jobButtons } from "../job-buttons.ts";
import { minuteOf, quoted } from "../plain-words.ts";
import { storable } from "../storable.ts";
import type { Command, CommandAnswer, CommandSource } from "./command-types.ts";
import { reasonInWords } from "./reason-to-operators.ts";

const MAX_ID_LENGTH = 255;

/** How the job system is doing, or one job or order. Jobs are for operators; an order also for whoever gave it. */
export const jobStatus: Command = {
  name: "job_status",
  description: "How the jobs are doing, or one job or order",
  usage: "job_status [job or order id]",
  rank: "administrator",
  fields: [
    {
      name: "id",
      description: "Of a job or an order",
      required: false,
      type: "text",
      maxLength: MAX_ID_LENGTH,
      completes: true,
    },
  ],
  run: async (parts, source, words) => {
    const [word, ...rest] = words;
    if (rest.length > 0) {
      return null;
    }
    if (word === undefined) {
      return {
        text: source.actor.operator
          ? await overview(parts)
          : "Name an order: the jobs of the whole bot are for its operators.",
      };
    }
    const id = storable(word.slice(0, MAX_ID_LENGTH).toWellFormed()) || "-";
    const order = await orderText(parts, source, id);
    const found = order !== null ? { text: order } : source.actor.operator ? await jobAnswer(parts, id) : null;
    return (
      found ?? { text: `There is no job or order ${quoted(id)} that you may see. Finished ones are kept for 30 days.` }
    );
  },
};

async function overview({ followUps, database, inbox }: BotParts): Promise<string> {
  const statistics = await followUps.scheduler.statistics();
  const now = await database.now();
  const { completed, failed, retried } = statistics.lastDay;
  return [
    ...countLines(statistics),
    `Next due: ${statistics.nextDue === null ? "nothing waits" : `${minuteOf({ inbox }, statistics.nextDue)} (${untilWords(statistics.nextDue, now)})`}`,
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

async function jobAnswer({ followUps, inbox }: BotParts, id: string): Promise<CommandAnswer | null> {
  const job = await followUps.scheduler.inspect(id);
  return (
    job && { text: [...headLines({ inbox }, job), ...runLines({ inbox }, job)].join("\n"), buttons: jobButtons(job) }
  );
}

function headLines(parts: Pick<BotParts, "inbox">, job: JobInspection): readonly string[] {
  return [
    `**${job.jobType}** \`${job.jobId}\`: **${job.status}**`,
    `Due ${minuteOf(parts, job.scheduledTime)}, made ${minuteOf(parts, job.createdAt)}${job.completedAt === null ? "" : `, ended ${minuteOf(parts, job.completedAt)}`}`,
    ...(job.cancelReason === null ? [] : [`Asked to end: ${job.cancelReason}`]),
    `Retries: ${job.retryCount} of ${job.maxRetries}${job.errorMessage === null ? "" : `; last error: ${quoted(job.errorMessage)}`}`,
  ];
}

function runLines(parts: Pick<BotParts, "inbox">, job: JobInspection): readonly string[] {
  // The newest first: where there are more than fit, those are what is looked for.
  return job.runs
    .toReversed()
    .map(
      (run) =>
        `Run ${run.run}: ${run.status} at ${minuteOf(parts, run.executionTime)}, ${run.durationMs ?? 0} ms${run.errorMessage === null ? "" : ` (${quoted(run.errorMessage)})`}`,
    );
}

async function orderText(parts: BotParts, { actor, place }: CommandSource, id: string): Promise<string | null> {
  const order = await findOrder(parts.database, id);
  const mayLook = order !== null && (actor.operator || (order.serverId !== null && order.serverId === place.serverId));
  if (!mayLook) {
    return null;
  }
  const reason = order.endReason === null || !actor.operator ? "" : `: ${reasonInWords(order.endReason)}`;
  return [
    `Order \`${order.orderId}\`: **${order.status}**${reason}`,
    `Ordered ${minuteOf(parts, order.orderedAt)}, due ${minuteOf(parts, order.dueAt)}`,
    ...(actor.operator && order.status === "waiting" ? await waitingLines(parts, order) : []),
  ].join("\n");
}

/** What a waiting order waits for, as far as an operator may know, and the job that will carry it out. */
async function waitingLines(
  { database, followUps, inbox }: BotParts,
  { orderId, personId }: NonNullable<Awaited<ReturnType<typeof findOrder>>>,
): Promise<readonly string[]> {
  return database.transaction(async (transaction) => {
    const { assessment } = await assessPerson(followUps, transaction, personId);
    const job = await followUps.scheduler.findPending(transaction, followUpMessageJob, personId);
    return [
      ...(assessment.type === "ready" ? [] : [`In the way: ${reasonInWords(assessment.reasonCode)}`]),
      ...(assessment.type === "ready" && assessment.orderId === orderId
        ? [`Not before ${minuteOf({ inbox }, assessment.at)}, because ${reasonInWords(assessment.because)}`]
        : []),
      ...(job === null ? [] : [`Carried out by job \`${job.jobId}\``]),
    ];
  });
}
