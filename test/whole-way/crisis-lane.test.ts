import { afterAll, beforeAll, expect, test, vi } from "vitest";

import { ASKED_CHECK_IN_WORDS } from "../../src/follow-ups/index.ts";
import type { Message } from "../../src/web/contract.ts";
import type { Program } from "../program.ts";
import { ask, followUpsFor, hasButton, inDm, inGeneral, present, setZone, talkAndSayYes, windToHour } from "./acts.ts";
import { embeddedGround, type Ground } from "./grounds.ts";

// A busy machine may take long to start a program; a test that waits for nothing real ends all the same.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });

const EXPLICIT = "i want to kill myself";
const FRIEND = "my friend says she wants to kill herself and i don't know what to do";
const ADMIN = inDm("admin");

let ground: Ground;
let program: Program;

beforeAll(async () => {
  ground = await embeddedGround();
  program = await ground.start();
  await windToHour(program, 12);
});
afterAll(async () => {
  await ground.remove();
});

const laneLine = async (): Promise<string> =>
  present(/Crisis lane: .*/.exec((await ask(program, ADMIN, "!bot_status")).text)?.[0], "the line of the crisis lane");

async function pressCheckIn(name: string, words: Message): Promise<Message> {
  return present(await program.press(name, words.id, "check-in"), "an answer to the press");
}

test("signs of danger are answered with the line of their country, and what waited does not leave", async () => {
  expect(await laneLine()).toBe("Crisis lane: 0 in 30 days");
  await talkAndSayYes(program, inDm("ada"));
  await setZone(program, "ada", "Europe/Berlin");
  expect((await program.panel("ada")).next).not.toBeNull();

  const words = await ask(program, inDm("ada"), EXPLICIT);

  expect(words.text).toContain("0800 111 0 111");
  expect(words.text).toContain("https://findahelpline.com");
  const panel = await program.panel("ada");
  expect(panel.next).toBeNull();
  expect(await laneLine()).toBe("Crisis lane: 1 in 30 days");
});

test("more signs on the same day are answered each time, and count as one opening", async () => {
  expect((await ask(program, inDm("ada"), EXPLICIT)).text).toContain("0800 111 0 111");
  expect(await laneLine()).toBe("Crisis lane: 1 in 30 days");
});

test("worry about somebody else is answered with how to help, without a zone by the international list alone", async () => {
  const words = await ask(program, inDm("ben"), FRIEND);

  expect(words.text).toMatch(/somebody you know may be in danger/);
  expect(words.text).toContain("https://findahelpline.com");
  expect(words.text).not.toMatch(/\d{3}/);
});

test("an operator who orders a follow-up to them learns nothing, and the order is not carried out", async () => {
  const answer = await ask(program, ADMIN, "!schedule_followup @ada 1");
  expect(answer.text).not.toMatch(/crisis|danger|frozen|pause/i);
});

test("in a channel the words are seen by them alone, and no check-in is offered there", async () => {
  const words = await ask(program, inGeneral("cleo"), EXPLICIT);

  expect(words.onlyYou).toBe(true);
  expect(words.text).toContain("https://findahelpline.com");
  expect(hasButton(words, "check-in")).toBe(false);
  expect((await program.messages("a bystander", "general")).map(({ id }) => id)).not.toContain(words.id);
});

test("on is noted within the day and takes effect after it", async () => {
  expect((await ask(program, inDm("ada"), "!followup_settings on")).text).toMatch(/tomorrow/);
  expect((await program.panel("ada")).next).toBeNull();

  await program.wind(25);
  expect((await program.panel("ada")).next).toBeNull();
  await ask(program, inDm("ada"), "!followup_settings on");
  expect((await program.panel("ada")).next).not.toBeNull();
});

test("whoever asked for it is asked once after two days, by day and with fixed words; whoever did not is left alone", async () => {
  await windToHour(program, 3);
  for (const name of ["dora", "emil", "fay"]) {
    await talkAndSayYes(program, inDm(name));
    await setZone(program, name, "UTC");
  }
  const words = await ask(program, inDm("dora"), EXPLICIT);
  expect((await pressCheckIn("dora", words)).text).toMatch(/two or three days/);
  await ask(program, inDm("emil"), EXPLICIT);
  await pressCheckIn("fay", await ask(program, inDm("fay"), EXPLICIT));

  await program.wind(24);
  await ask(program, inDm("fay"), EXPLICIT); // a new sign, and no new wish
  await program.wind(23.9);
  expect(await followUpsFor(program, inDm("dora"))).toEqual([]);
  await program.wind(24);

  const [checkIn, ...more] = await followUpsFor(program, inDm("dora"));
  expect(present(checkIn, "the check-in").text).toBe(ASKED_CHECK_IN_WORDS);
  expect(new Date(present(checkIn, "the check-in").sentAt).getUTCHours()).toBeGreaterThanOrEqual(9);
  expect(more).toEqual([]);
  expect(await followUpsFor(program, inDm("emil"))).toEqual([]);
  expect(await followUpsFor(program, inDm("fay"))).toEqual([]);

  await program.wind(24 * 14);
  expect(await followUpsFor(program, inDm("dora"))).toHaveLength(1);
});

test("operators are told a number, and nowhere who or what", async () => {
  expect(await laneLine()).toMatch(/^Crisis lane: \d+ in 30 days$/);
  await program.stop();
  const history = await ground.read<{ user_id: string }>(
    "select user_id from follow_up_history where user_id = 'dora'",
  );
  expect(history).toEqual([]);
  const days = await ground.read<Record<string, unknown>>("select * from crisis_days");
  expect(days.flatMap((day) => Object.keys(day)).filter((column) => !["day", "openings"].includes(column))).toEqual([]);
  const orders = await ground.read<{ status: string; end_reason: string }>("select * from follow_up_orders");
  expect(orders.filter(({ status }) => status === "waiting")).toEqual([]);
});
