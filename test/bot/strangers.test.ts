import { beforeAll, expect, test } from "vitest";

import { COMMAND_DEFINITIONS } from "../../src/bot/index.ts";
import { describeOnEachDatabase } from "../../src/database/testing/index.ts";
import type { Actor, Mention, Reply } from "../../src/delivery/index.ts";
import { addMs, HOUR_MS } from "../../src/kernel/index.ts";
import { BUTTON_IDS } from "../../src/vocabulary/index.ts";
import { values } from "../product-database.ts";
import { dmOf, EXAM_TALK, hall, someone, useStage } from "./stage.ts";

/** An administrator of server B tries every command, button and field on people and jobs that are none of their business. */

const A = hall("a");
const B = hall("b");
const ROOT = someone("root", { operator: true });
const CHIEF_A = someone("chief-a", { serverAdministrator: true });
const CHIEF_B = someone("chief-b", { serverAdministrator: true });

const OF_A = someone("of-a");
const OF_DM = someone("of-dm");
const IN_DANGER = someone("in-danger");
const REFUSED = someone("refused");
const NOBODY = someone("nobody");
const VICTIMS = [OF_A, OF_DM, IN_DANGER, REFUSED];

describeOnEachDatabase("an administrator of another server", (open) => {
  const stage = useStage(open);
  /** Every id that is stored of others: jobs, orders, messages. */
  let ids: readonly string[];

  const order = (by: Actor, place: typeof A, person: Actor) =>
    stage().give(by, place, `schedule_followup @${person.name} 100`, [{ id: person.id, name: person.name }]);

  beforeAll(async () => {
    for (const [person, place] of [
      [OF_A, A],
      [OF_DM, dmOf(OF_DM)],
      [IN_DANGER, A],
    ] as const) {
      await stage().talk(person, place, EXAM_TALK);
      await stage().press(person, place, "consent:yes");
    }
    await stage().wind(80);
    await order(CHIEF_A, A, OF_A);
    await order(ROOT, dmOf(ROOT), OF_DM);
    await order(CHIEF_A, A, IN_DANGER);
    await stage().say(IN_DANGER, dmOf(IN_DANGER), "I want to kill myself");
    await stage().give(REFUSED, A, "followup_settings off");
    ids = await values<string>(
      stage().database,
      `select job_id as value from scheduled_jobs union select order_id from follow_up_orders
       union select outbound_id from outbound_messages union select message_id from messages`,
    );
    expect(ids.length).toBeGreaterThan(10);
  });

  /** All that can be read of an answer, with what was asked for made the same. */
  const readable = (replies: readonly (Reply | null)[], ...asked: readonly string[]): string => {
    const text = replies.map((reply) => `${reply?.text ?? ""} ${JSON.stringify(reply?.buttons ?? [])}`).join("\n");
    return asked
      .toSorted((one, other) => other.length - one.length)
      .reduce((rest, word) => rest.replaceAll(word, "…"), text);
  };

  async function everyWay(line: string, mentions: readonly Mention[] = []) {
    const typed = await stage().say(CHIEF_B, B, `!${line}`, { mentions });
    const pressed: (Reply | null)[] = [];
    for (const { id } of typed.flatMap(({ buttons = [] }) => buttons)) {
      pressed.push(await stage().press(CHIEF_B, B, id));
    }
    return [await stage().give(CHIEF_B, B, line, mentions), ...typed, ...pressed];
  }

  test("is told the same about somebody with a story elsewhere as about somebody who does not exist", async () => {
    const about = async (person: Actor): Promise<string> => {
      const mention = { id: person.id, name: person.name };
      const answers = [
        ...(await everyWay(`schedule_followup @${person.name} 24`, [mention])),
        ...(await everyWay(`job_status ${person.id}`)),
        await stage().press(CHIEF_B, B, `ask:${person.id}`),
        await stage().press(CHIEF_B, B, `show:${person.id}`),
        await stage().press(CHIEF_B, B, `run:schedule_followup <@${person.id}> 24`),
      ];
      const offered = await stage().inbox.ask({
        actor: CHIEF_B,
        place: B,
        command: "job_status",
        field: "id",
        typed: person.name,
      });
      return readable([...answers, { text: offered.join(), onlyForActor: true }], person.id, person.name);
    };
    const aboutNobody = await about(NOBODY);
    expect(aboutNobody).toContain("no permission for this server");
    for (const victim of VICTIMS) {
      expect(await about(victim), victim.name).toBe(aboutNobody);
    }
  });

  test("is told the same about a job, an order or a message of others as about one that does not exist", async () => {
    const about = async (id: string): Promise<string> =>
      readable(
        [
          ...(await everyWay(`job_status ${id}`)),
          await stage().press(CHIEF_B, B, `job:run:${id}`),
          await stage().press(CHIEF_B, B, `job:cancel:${id}`),
          await stage().press(CHIEF_B, B, `job:retry:${id}`),
          await stage().press(CHIEF_B, B, `run:job_status ${id}`),
        ],
        id,
      );
    const aboutNone = await about("0".repeat(22));
    for (const id of ids) {
      expect(await about(id), id).toBe(aboutNone);
    }
  });

  test("is offered nothing while typing, in any field of any command", async () => {
    for (const { name, fields } of COMMAND_DEFINITIONS) {
      for (const { name: field } of fields.filter(({ type }) => type === "text")) {
        for (const typed of ["", "0", "i", "of-a", "%", "_", "'", "\u0000", ...ids]) {
          const offered = await stage().inbox.ask({ actor: CHIEF_B, place: B, command: name, field, typed });
          expect(offered.filter((value) => ids.includes(value) || /of-|danger|refused/.test(value))).toEqual([]);
        }
      }
    }
  });

  test("learns nothing in a direct chat with the bot, where their rights are nobody's", async () => {
    const place = dmOf(CHIEF_B);
    for (const line of [`job_status ${ids[0] ?? ""}`, "job_status", "bot_status", "debug on", "followups pause"]) {
      expect((await stage().give(CHIEF_B, place, line)).text).toMatch(
        /^`\/\w+` is for (administrators|the bot's operators)\.$/,
      );
    }
    const request = { actor: CHIEF_B, place, command: "job_status", field: "id", typed: "" };
    expect(await stage().inbox.ask(request)).toEqual([]);
  });

  test("presses every button there is, with every value, and reads no word of anybody", async () => {
    const [victims] = [await values<string>(stage().database, "select outbound_id as value from outbound_messages")];
    expect(victims.length).toBeGreaterThan(0);
    const values_ = ["", ...VICTIMS.map(({ id }) => id), ...ids, "job_status", "bot_status", "168"];
    const buttons = Object.values(BUTTON_IDS).filter((id) => !/^(consent:|stop$)/.test(id));
    for (const outboundId of [null, ...victims]) {
      for (const button of buttons) {
        for (const value of outboundId === null ? values_ : ["", "168"]) {
          const id = value === "" ? button : `${button}:${value}`;
          const read = readable([await stage().press(CHIEF_B, B, id, { outboundId })], value === "" ? "\u0000" : value);
          expect(read, id).not.toMatch(/exam|biology|nervous|week so far|danger|of-a|of-dm|hall-a|chief-a/i);
        }
      }
    }
    const thumbs = "select count(*) as value from follow_up_history where thumb is not null";
    expect(await values(stage().database, thumbs)).toEqual([0]);
  });

  test("asks nobody in another server", async () => {
    await stage().press(CHIEF_B, B, `ask:${REFUSED.id}`);
    for (let message = 0; message < 3; message += 1) {
      expect(await stage().say(REFUSED, A, "hello")).toEqual([]);
      expect(await stage().say(REFUSED, dmOf(REFUSED), "hello")).toEqual([]);
    }
    const [question] = await stage().say(REFUSED, B, "hello");
    expect(question?.buttons?.map(({ id }) => id)).toEqual(["consent:ask"]);
  });

  test("is told the time that they asked for, and not that a talk goes on elsewhere", async () => {
    const dan = someone("dan");
    await stage().give(dan, B, "followup_settings on");
    await stage().say(dan, dmOf(dan), "hello bot, only between us");
    const inSixMinutes = await stage().give(CHIEF_B, B, "schedule_followup @dan 0.1", [{ id: dan.id, name: dan.name }]);
    expect(inSixMinutes.text).toContain(
      `not before ${stage().inbox.writeMoment(addMs(stage().now(), 0.1 * HOUR_MS), "minute")}`,
    );
  });

  test("sees their own order, and not why it ended or when it really goes out", async () => {
    const ben = someone("ben");
    await stage().give(ben, B, "followup_settings on");
    const ordered = await order(CHIEF_B, B, ben);
    const id = /Order `(\w+)`/.exec(ordered.text)?.[1] ?? "";
    const request = { actor: CHIEF_B, place: B, command: "job_status", field: "id", typed: "" };
    expect(await stage().inbox.ask(request)).toContain(id);

    await stage().say(ben, dmOf(ben), "I want to kill myself");

    const shown = await stage().give(CHIEF_B, B, `job_status ${id}`);
    expect(shown.text.split("\n")[0]).toBe(`Order \`${id}\`: **ended**`);
    expect(shown.buttons ?? []).toEqual([]);
    // And a new one is answered as it would be after a plain no.
    const again = await order(CHIEF_B, B, ben);
    const cara = someone("cara");
    await stage().give(cara, B, "followup_settings off");
    const afterNo = await order(CHIEF_B, B, cara);
    expect(readable([again], ben.id, ben.name)).toBe(readable([afterNo], cara.id, cara.name));
    const ofA = { ...CHIEF_A };
    expect((await stage().give(ofA, A, `job_status ${id}`)).text).toContain("There is no job or order");
  });
});
