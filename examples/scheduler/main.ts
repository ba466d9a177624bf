import { Pool } from "pg";
import { createScheduler, transactionFromClient } from "rekindle/scheduler";

import { remind, remindAt, reminderJob, remindWithOrder } from "./reminders.ts";

const pool = new Pool({ connectionString: process.env["DATABASE_URL"] });
const scheduler = createScheduler({ pool, logger: console });

const mailer = {
  send: async (reminder: { person: string; text: string }) => {
    console.log(`to ${reminder.person}: ${reminder.text}`);
    return "sent" as const;
  },
};
scheduler.register(
  reminderJob,
  remind(mailer, () => new Date()),
);
await scheduler.start();

const soon = (seconds: number): Date => new Date(Date.now() + seconds * 1000);
await remindAt(scheduler, { person: "ada", text: "water the plants" }, soon(60));
await remindAt(scheduler, { person: "ada", text: "water the plants, please" }, soon(2)); // takes its place

const client = await pool.connect();
await client.query("begin");
await client.query("create table if not exists orders (id serial primary key, what text)");
await client.query("insert into orders (what) values ('tea')");
const transaction = transactionFromClient(client);
await remindWithOrder(scheduler, { person: "grace", text: "your tea is on its way" }, { at: soon(1), transaction });
await client.query("commit");
client.release();

await new Promise<void>((resolve) => {
  let ended = 0;
  scheduler.on("job:run-ended", () => {
    ended += 1;
    if (ended === 2) {
      resolve();
    }
  });
});
await scheduler.stop(); // the pool stays as it was
await pool.end();
