import type { JobHandler, Scheduler, Transaction } from "rekindle/scheduler";
import { z } from "zod";

/** A job type: its name is stored with each job, its payload is checked when it is scheduled and when it runs. */
export const reminderJob = {
  name: "reminder",
  payload: z.object({ person: z.string(), text: z.string() }),
  retry: { type: "exponential", firstMs: 10_000, maxMs: 600_000 },
  maxRetries: 5,
  concurrency: 4,
} as const;

type Reminder = z.infer<typeof reminderJob.payload>;

/** What the handler needs of the program around it. */
export interface Mailer {
  send(reminder: Reminder, signal: AbortSignal): Promise<"sent" | "try-later" | "no-such-person">;
}

/** Says what became of it in a value; whatever it throws counts as a failure, and is tried again. */
export function remind(mailer: Mailer, now: () => Date): JobHandler<Reminder> {
  return async ({ payload, signal }) => {
    const result = await mailer.send(payload, signal);
    switch (result) {
      case "sent":
        return { type: "completed" };
      case "try-later":
        return { type: "snooze", until: new Date(now().getTime() + 15 * 60_000) };
      case "no-such-person":
        return { type: "cancel", reason: "there is nobody of that name" };
    }
  };
}

/** One reminder a person: asking again moves it, also while the old one is being sent. */
export async function remindAt(scheduler: Scheduler, reminder: Reminder, at: Date): Promise<string> {
  const { jobId } = await scheduler.schedule(reminderJob, reminder, { at, key: reminder.person });
  return jobId;
}

/** Part of the program's own transaction: the reminder is there if and only if the order is. */
export async function remindWithOrder(
  scheduler: Scheduler,
  reminder: Reminder,
  { at, transaction }: { readonly at: Date; readonly transaction: Transaction },
): Promise<void> {
  await scheduler.schedule(reminderJob, reminder, { at, transaction });
}
