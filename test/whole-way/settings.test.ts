import { afterAll, beforeAll, expect, test, vi } from "vitest";

import { type Program, startProgram } from "../program.ts";
import {
  answerQuestion,
  ask,
  clockOf,
  EXAM_TALK,
  followUpsFor,
  hoursBetween,
  inDm,
  inGeneral,
  isFollowUp,
  openQuestion,
  present,
  setZone,
  SMALL_TALK,
  talk,
  talkAndSayYes,
  windToHour,
} from "./acts.ts";
import { embeddedGround, type Ground } from "./grounds.ts";

// A busy machine may take long to start a program; a test that waits for nothing real ends all the same.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });

const ADMIN = inDm("admin");

// One folder for all: each test is an operator who changes a setting and starts again. Where the next setting is the same, the
// program goes on.
let ground: Ground;
let running: { readonly program: Program; readonly settings: string } | null = null;

beforeAll(async () => {
  ground = await embeddedGround();
});
afterAll(async () => {
  await ground.remove();
});

async function startWith(environment: Readonly<Record<string, string>>): Promise<Program> {
  const settings = JSON.stringify(environment);
  if (running?.settings !== settings) {
    await running?.program.stop();
    running = { program: await ground.start(environment), settings };
  }
  return running.program;
}

test("FOLLOW_UP_ENABLED=false asks nobody, plans and sends nothing, and says so; other jobs run; switched on again, what is overdue comes once", async () => {
  const before = await startWith({});
  await talkAndSayYes(before, inDm("switched"));
  await talk(before, inDm("nay"), SMALL_TALK);
  await answerQuestion(before, inDm("nay"), "consent:no");
  await before.wind(24);

  const off = await startWith({ FOLLOW_UP_ENABLED: "false" });
  await talk(off, inDm("unasked"), EXAM_TALK);
  await talk(off, inGeneral("unasked too"), EXAM_TALK);
  const { delivered } = await off.wind(24 * 3);

  expect(delivered).toBe(0);
  expect(await openQuestion(off, inDm("unasked"))).toBeNull();
  expect(await openQuestion(off, inGeneral("unasked too"))).toBeNull();
  const { decisions, nothingPlanned } = await off.panel("switched");
  expect(nothingPlanned).toMatch(/switched off/i);
  expect(decisions.map(({ outcome, reasonCode }) => [outcome, reasonCode])).toEqual([["suppress", "disabled"]]);
  expect((await ask(off, ADMIN, "!schedule_followup @switched 1")).text).toMatch(/disabled|switched off/i);
  expect((await ask(off, ADMIN, "!job_status")).text).toMatch(/data_cleanup\W+[1-9]\d* completed/);

  const on = await startWith({ FOLLOW_UP_CONSENT: "opt-out" });
  await on.wind(24 * 2);
  expect(await followUpsFor(on, inDm("switched"))).toHaveLength(1);
});

test("FOLLOW_UP_CONSENT=opt-out stands for the yes where they talk; nobody is asked; off, Stop and an earlier no end it", async () => {
  const program = await startWith({ FOLLOW_UP_CONSENT: "opt-out" });
  await talk(program, inDm("outa"), EXAM_TALK);
  await talk(program, inDm("outb"), EXAM_TALK);
  await talk(program, inGeneral("outc"), ["hi all", "nice here", "my pottery exam was this morning, phew"]);
  await talk(program, inDm("outd"), SMALL_TALK);
  await talk(program, inDm("nay"), EXAM_TALK);
  await ask(program, inDm("outb"), "!followup_settings off");
  expect(await openQuestion(program, inDm("outa"))).toBeNull();
  expect((await program.panel("outa")).permission.words).not.toMatch(/said yes/i);

  await program.wind(48.01); // nobody pressed anything after the last message

  expect(await followUpsFor(program, inDm("outa"))).toHaveLength(1);
  expect(await followUpsFor(program, inDm("outb"))).toEqual([]);
  expect(await followUpsFor(program, inDm("nay"))).toEqual([]);
  expect(await followUpsFor(program, inGeneral("outc"))).toHaveLength(1);
  const checkIn = present((await followUpsFor(program, inDm("outd")))[0], "the check-in");
  expect((await program.press("outd", checkIn.id, "why"))?.text).not.toMatch(/you said/i);
  const [followUp] = await followUpsFor(program, inDm("outa"));
  await program.press("outa", present(followUp, "the follow-up").id, "stop");
  await program.wind(24 * 5);
  expect(await followUpsFor(program, inDm("outa"))).toHaveLength(1);
});

test("back under ask, what only the operator's setting stood for is no yes, and the question comes", async () => {
  const program = await startWith({ FOLLOW_UP_DEFAULT_DELAY_HOURS: "0.05", FOLLOW_UP_MAX_PER_USER_PER_WEEK: "1" });

  const { permission, next } = await program.panel("outd");
  expect(permission.state).toBe("not_asked");
  expect(next).toBeNull();
  await talk(program, inDm("outd"), SMALL_TALK);
  expect(await openQuestion(program, inDm("outd"))).not.toBeNull();
});

test("FOLLOW_UP_DEFAULT_DELAY_HOURS=0.05: three minutes are enough, for the talk is over by then", async () => {
  const program = await startWith({ FOLLOW_UP_DEFAULT_DELAY_HOURS: "0.05", FOLLOW_UP_MAX_PER_USER_PER_WEEK: "1" });
  await talkAndSayYes(program, inDm("weekly"));

  await program.wind(0.06);

  expect(await followUpsFor(program, inDm("weekly"))).toHaveLength(1);
});

test("FOLLOW_UP_MAX_PER_USER_PER_WEEK=1 holds also against orders", async () => {
  const program = await startWith({ FOLLOW_UP_DEFAULT_DELAY_HOURS: "0.05", FOLLOW_UP_MAX_PER_USER_PER_WEEK: "1" });
  await program.say("weekly", "dm", "thanks for asking, it went fine");
  await ask(program, ADMIN, "!schedule_followup @weekly 24");

  await program.wind(24 * 6);
  expect(await followUpsFor(program, inDm("weekly"))).toHaveLength(1);
  expect((await ask(program, inDm("weekly"), "!followup_settings status")).text).toMatch(/most 1\b/);

  await program.wind(24 * 2);
  const sent = await followUpsFor(program, inDm("weekly"));
  expect(sent).toHaveLength(2);
  expect(hoursBetween(present(sent[0], "first").sentAt, present(sent[1], "second").sentAt)).toBeGreaterThanOrEqual(
    7 * 24,
  );
});

test("FOLLOW_UP_DEFAULT_DELAY_HOURS=0.5 is half an hour after the last message; FOLLOW_UP_QUIET_HOURS=none lets it be at night", async () => {
  const program = await startWith({ FOLLOW_UP_DEFAULT_DELAY_HOURS: "0.5", FOLLOW_UP_QUIET_HOURS: "none" });
  await windToHour(program, 23);
  await talkAndSayYes(program, inDm("hasty"));
  await setZone(program, "hasty", "UTC");

  await program.wind(0.45);
  expect(await followUpsFor(program, inDm("hasty"))).toEqual([]);
  await program.wind(0.1);
  expect(await followUpsFor(program, inDm("hasty"))).toHaveLength(1);
});

test("JOB_SCHEDULER_ENABLED=false: it schedules and claims nothing, and winding still ends; switched on again, it goes on", async () => {
  const program = await startWith({ JOB_SCHEDULER_ENABLED: "false" });
  const began = await clockOf(program);
  await talkAndSayYes(program, inDm("parked"));
  expect((await program.panel("parked")).next).not.toBeNull();

  const { delivered } = await program.wind(60);

  expect(delivered).toBe(0);
  expect(hoursBetween(began, await clockOf(program))).toBeGreaterThanOrEqual(60);
  expect(await followUpsFor(program, inDm("parked"))).toEqual([]);
  const again = await startWith({ FOLLOW_UP_QUIET_HOURS: "06:00-20:30" });
  await again.wind(30);
  expect(await followUpsFor(again, inDm("parked"))).toHaveLength(1);
});

test("FOLLOW_UP_QUIET_HOURS moves what is due in those hours to their end, in the person's zone", async () => {
  const program = await startWith({ FOLLOW_UP_QUIET_HOURS: "06:00-20:30" });
  await windToHour(program, 5); // 14 o'clock in Tokyo
  await talkAndSayYes(program, inDm("tokyo"));
  await setZone(program, "tokyo", "Asia/Tokyo");

  await program.wind(48 + 12);

  const [followUp] = await followUpsFor(program, inDm("tokyo"));
  const sentAt = new Date(present(followUp, "the follow-up").sentAt);
  expect(sentAt.getUTCHours() + sentAt.getUTCMinutes() / 60).toBeGreaterThanOrEqual(11.5);
  expect(sentAt.getUTCHours()).toBeLessThan(21);
});

test("FOLLOW_UP_DRY_RUN decides and records, and sends nothing", async () => {
  const program = await startWith({ FOLLOW_UP_DRY_RUN: "true" });
  await talkAndSayYes(program, inDm("dry"));

  const { delivered } = await program.wind(72);

  expect(delivered).toBe(0);
  expect((await program.messages("dry", "dm")).filter(isFollowUp)).toEqual([]);
  const panel = await program.panel("dry");
  expect(panel.followUps).toEqual([]);
  expect(panel.decisions.map(({ outcome }) => outcome)).toContain("send");
  await program.stop();
  running = null;
  const rows = await ground.read<{ status: string; text: string }>(
    "select status, text from outbound_messages where person_id = 'dry'",
  );
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.every(({ status }) => status === "dry_run")).toBe(true);
  expect(rows[0]?.text).toMatch(/biology exam/i);
});

test("wrong values stop the start, all at once, each with its name, what it is, and what is allowed", async () => {
  const wrong = {
    FOLLOW_UP_ENABLED: "perhaps",
    FOLLOW_UP_DEFAULT_DELAY_HOURS: "-3",
    FOLLOW_UP_MAX_PER_USER_PER_WEEK: "1.5",
    FOLLOW_UP_CONSENT: "always",
    FOLLOW_UP_QUIET_HOURS: "25:00-26:00",
    JOB_SCHEDULER_ENABLED: "1",
  };

  const complaint: unknown = await startProgram({ dataDir: "/nowhere", environment: wrong }).catch(
    (thrown: unknown) => thrown,
  );

  const text = complaint instanceof Error ? complaint.toString() : "it started";
  for (const [name, value] of Object.entries(wrong)) {
    expect(text).toMatch(new RegExp(`${name}.*${value.replace(".", "\\.")}`));
  }
  expect(text).toMatch(/true or false/);
  expect(text).toMatch(/ask or opt-out/);
});
