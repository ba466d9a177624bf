import { openTestScheduler, type TestScheduler } from "rekindle/scheduler/testing";
import { afterAll, beforeAll, expect, test } from "vitest";

import { type Mailer, remind, remindAt, reminderJob } from "./reminders.ts";

const MINUTE_MS = 60_000;

let bed: TestScheduler;
const sent: string[] = [];
let answer: Awaited<ReturnType<Mailer["send"]>> = "sent";

beforeAll(async () => {
  bed = await openTestScheduler();
  const mailer: Mailer = {
    send: async ({ person, text }) => {
      sent.push(`${person}: ${text}`);
      return answer;
    },
  };
  bed.scheduler.register(reminderJob, remind(mailer, bed.now));
});
afterAll(() => bed.close());

test("a reminder goes out at its moment, and asking again moves it", async () => {
  const inAnHour = new Date(bed.now().getTime() + 60 * MINUTE_MS);
  await remindAt(bed.scheduler, { person: "ada", text: "water the plants" }, bed.now());
  await remindAt(bed.scheduler, { person: "ada", text: "water them now" }, inAnHour);
  await bed.expectScheduled(reminderJob, { key: "ada", at: inAnHour });

  expect(await bed.drain()).toEqual([]);
  expect(await bed.advance(59 * MINUTE_MS)).toEqual([]);
  expect(await bed.advance(MINUTE_MS)).toMatchObject([{ status: "completed" }]);
  expect(sent).toEqual(["ada: water them now"]);
});

test("it waits where it cannot be sent now, and is dropped where it never can", async () => {
  await remindAt(bed.scheduler, { person: "grace", text: "tea" }, bed.now());
  answer = "try-later";
  expect(await bed.workOne()).toMatchObject({ status: "pending", runs: [{ status: "snoozed" }] });
  expect(await bed.workOne()).toBe(null);
  answer = "no-such-person";
  expect(await bed.advance(15 * MINUTE_MS)).toMatchObject([{ status: "cancelled", jobStatus: "cancelled" }]);
});

test("an expectation that fails says what waits instead", async () => {
  await remindAt(bed.scheduler, { person: "linus", text: "tea" }, bed.now());
  await expect(bed.expectScheduled(reminderJob, { key: "ken" })).rejects.toMatchObject({
    code: "JOB_NOT_SCHEDULED",
    waiting: [{ key: "linus" }],
  });
});
