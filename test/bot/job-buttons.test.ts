import { expect, test } from "vitest";

import { describeOnEachDatabase } from "../../src/database/testing/index.ts";
import type { Actor } from "../../src/delivery/index.ts";
import { values } from "../product-database.ts";
import { dmOf, EXAM_TALK, hall, someone, useStage } from "./stage.ts";

const ROOT = someone("root", { operator: true });

describeOnEachDatabase("the buttons under job_status", (open) => {
  const stage = useStage(open);
  const see = (id: string) => stage().give(ROOT, dmOf(ROOT), `job_status ${id}`);
  const press = async (id: string, actor: Actor = ROOT) => (await stage().press(actor, hall("a"), id))?.text;

  async function jobOf(actor: Actor): Promise<string> {
    await stage().talk(actor, dmOf(actor), EXAM_TALK);
    await stage().press(actor, dmOf(actor), "consent:yes");
    const [id = ""] = await values<string>(
      stage().database,
      "select job_id as value from scheduled_jobs where payload->>'personId' = $1 and status = 'pending'",
      [actor.id],
    );
    return id;
  }

  test("a waiting job is run now or cancelled, a cancelled one is retried", async () => {
    const id = await jobOf(someone("ada"));
    await stage().scheduler.pause("follow_up_message"); // or it would have run before it is cancelled
    expect((await see(id)).buttons?.map(({ label }) => label)).toEqual(["Run now", "Cancel"]);

    expect(await press(`job:run:${id}`)).toContain("due now");
    expect(await press(`job:cancel:${id}`)).toContain("is cancelled");
    expect(await press(`job:cancel:${id}`)).toBe(`Not done: job \`${id}\` is cancelled by now.`);
    expect(await press(`job:run:${id}`)).toBe(`Not done: job \`${id}\` is cancelled by now.`);
    expect((await see(id)).buttons?.map(({ label }) => label)).toEqual(["Retry"]);
    expect(await press(`job:retry:${id}`)).toContain("tried again");
    expect((await see(id)).text).toContain("**pending**");
    await stage().scheduler.resume("follow_up_message");
  });

  test("a job that another one has replaced is not retried", async () => {
    const bea = someone("bea");
    const id = await jobOf(bea);
    await press(`job:cancel:${id}`);
    await stage().say(bea, dmOf(bea), "hello again");
    expect(await press(`job:retry:${id}`)).toMatch(/^Not done: job `.+` has taken its place\.$/);
  });

  test("cancelling what is to leave withdraws its message", async () => {
    const cleo = someone("cleo");
    await jobOf(cleo);
    await stage().scheduler.pause("deliver_message");
    await stage().wind(80);
    const [id = ""] = await values<string>(
      stage().database,
      `select job_id as value from scheduled_jobs where status = 'pending' and payload->>'outboundId' in
         (select outbound_id from outbound_messages where person_id = 'id-cleo')`,
    );

    expect(await press(`job:cancel:${id}`)).toContain("Its message is withdrawn.");

    await stage().scheduler.resume("deliver_message");
    await stage().wind(3);
    expect(stage().sent.filter(({ person }) => person === cleo.id)).toEqual([]);
    const ends = "select status || ' ' || end_reason as value from outbound_messages where person_id = 'id-cleo'";
    expect(await values(stage().database, ends)).toContain("withdrawn cancelled");
  });

  test("the rank that counts is the one at the press", async () => {
    const id = await jobOf(someone("dora"));
    const nosy = someone("nosy", { serverAdministrator: true });
    for (const operation of ["run", "cancel", "retry"]) {
      expect(await press(`job:${operation}:${id}`, nosy)).toBe("Only the bot's operators can do that.");
    }
    expect((await see(id)).text).toContain("**pending**");
  });

  test.each(["job:run:none", "job:cancel:none", "job:retry:none"])(
    "%s: what is gone is said to be gone",
    async (id) => {
      expect(await press(id)).toBe("Not done: there is no job `none` any more.");
    },
  );

  test.each(["constructor", "__proto__:x", "toString:", "unknown", ""])("nobody answers to %j", async (id) => {
    expect(await stage().press(ROOT, hall("a"), id)).toBeNull();
  });

  test.each(["job:", "job:run:", "job:run", "job:fly:none", "job:run:a\u0000b"])("%j does no harm", async (id) => {
    expect(await press(id).catch(() => "refused")).toBeTypeOf("string");
  });
});
