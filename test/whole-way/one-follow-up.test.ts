import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import type { Message } from "../../src/web/contract.ts";
import type { Program } from "../program.ts";
import { answerQuestion, EXAM, EXAM_TALK, followUpsFor, inDm, present, setZone, talk, windToHour } from "./acts.ts";
import { describeOnEachGround, type Ground } from "./grounds.ts";

// A busy machine may take long to start a program; a test that waits for nothing real ends all the same.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const DELAY_HOURS = 48;

const nameAt = (hour: number): string => `hour ${String(hour).padStart(2, "0")}`;

interface Seen {
  readonly exam: Message;
  before?: readonly Message[];
  after?: readonly Message[];
}

/** At even hours they say yes at the end, at odd ones as soon as they are asked. Says which message told of the exam. */
async function talkAndSayYesAtSomePoint(program: Program, hour: number): Promise<Message> {
  const who = inDm(nameAt(hour));
  const before = hour % 2 === 0 ? EXAM_TALK.length : 3;
  const last = await talk(program, who, EXAM_TALK.slice(0, before));
  await answerQuestion(program, who, "consent:yes");
  return before === EXAM_TALK.length ? last : talk(program, who, EXAM_TALK.slice(before));
}

/** At each hour of a day somebody tells of an exam and says yes; the clock goes on by the hour until the last has waited two days. */
async function oneDayOfTalks(program: Program): Promise<ReadonlyMap<number, Seen>> {
  const seen = new Map<number, Seen>();
  await windToHour(program, 0);
  for (let step = 0; step <= 23 + DELAY_HOURS; step += 1) {
    if (step < 24) {
      seen.set(step, { exam: await talkAndSayYesAtSomePoint(program, step) });
    }
    await program.wind(1);
    const [almost, full] = [seen.get(step - DELAY_HOURS + 2), seen.get(step - DELAY_HOURS + 1)];
    if (almost !== undefined) {
      almost.before = await followUpsFor(program, inDm(nameAt(step - DELAY_HOURS + 2)));
    }
    if (full !== undefined) {
      full.after = await followUpsFor(program, inDm(nameAt(step - DELAY_HOURS + 1)));
    }
  }
  return seen;
}

interface HistoryRow {
  readonly user_id: string;
  readonly message_sent: string;
  readonly context_data: Record<string, unknown> | null;
  readonly sent_at: Date;
  readonly response_received: boolean;
  readonly response_time: Date | null;
}

// As the specification has them, to the letter.
const RESPONSE_RATE = `
SELECT 
    COUNT(*) as total_sent,
    COUNT(*) FILTER (WHERE response_received = true) as responses,
    (COUNT(*) FILTER (WHERE response_received = true)::float / COUNT(*)) * 100 as response_rate
FROM follow_up_history 
WHERE sent_at >= NOW() - INTERVAL '30 days';`;
const ENGAGEMENT = `
SELECT 
    user_id,
    COUNT(*) as follow_ups_sent,
    COUNT(*) FILTER (WHERE response_received = true) as responses,
    AVG(EXTRACT(EPOCH FROM response_time - sent_at) / 60) as avg_response_minutes
FROM follow_up_history 
GROUP BY user_id;`;

describeOnEachGround("somebody tells of an exam, says yes and goes quiet", (newGround) => {
  let ground: Ground;
  let program: Program;
  let seen: ReadonlyMap<number, Seen>;

  beforeAll(async () => {
    ground = await newGround();
    program = await ground.start();
    seen = await oneDayOfTalks(program);
  });
  afterAll(async () => {
    await ground.remove();
  });

  const of = (hour: number): Seen => present(seen.get(hour), nameAt(hour));
  const followUpOf = (hour: number): Message => present(of(hour).after?.[0], `the follow-up of ${nameAt(hour)}`);

  test.each(HOURS)("at %i o'clock: two days later exactly one follow-up comes, and it names the exam", (hour) => {
    const { before, after } = of(hour);

    expect(before, "an hour early").toEqual([]);
    expect(after).toHaveLength(1);
    expect(after?.[0]?.text).toMatch(/biology exam/i);
  });

  test.each([0, 9, 22])("at %i o'clock: Why this? quotes what they wrote", async (hour) => {
    const reply = await program.press(nameAt(hour), followUpOf(hour).id, "why");

    expect(reply?.text).toContain(EXAM);
  });

  test("where the zone is known, whoever wrote in the night is written to in the morning", async () => {
    await windToHour(program, 2);
    await talk(program, inDm("owl"), EXAM_TALK);
    await answerQuestion(program, inDm("owl"), "consent:yes");
    await setZone(program, "owl", "UTC");

    await program.wind(DELAY_HOURS + 6.9);
    expect(await followUpsFor(program, inDm("owl"))).toEqual([]);

    await program.wind(8);
    const [followUp] = await followUpsFor(program, inDm("owl"));
    expect(new Date(present(followUp, "the follow-up").sentAt).getUTCHours()).toBeGreaterThanOrEqual(9);
  });

  describe("when they have answered and the program has ended", () => {
    const ANSWERED = [3, 11, 19];
    let rows: readonly HistoryRow[];

    beforeAll(async () => {
      await talk(program, inDm("early bird"), EXAM_TALK);
      await answerQuestion(program, inDm("early bird"), "consent:yes");
      await program.wind(DELAY_HOURS);
      for (const hour of ANSWERED) {
        await program.say(nameAt(hour), "dm", "it went really well in the end, thank you!");
      }
      await program.wind(0.5);
      await program.say("early bird", "dm", "all good, thanks for asking");
      await program.stop();
      rows = await ground.read<HistoryRow>("select * from follow_up_history order by sent_at");
    });

    const firstOf = (user: string): HistoryRow =>
      present(
        rows.find(({ user_id }) => user_id === user),
        user,
      );

    test.each(HOURS)(
      "the history holds what was sent at %i o'clock, and cites the message that it came from",
      (hour) => {
        const { message_sent, context_data } = firstOf(nameAt(hour));

        expect(message_sent).toBe(followUpOf(hour).text);
        expect(JSON.stringify(context_data)).toContain(of(hour).exam.id);
      },
    );

    test("a reply sets response_received and the moment of it, and nobody else's", () => {
      for (const hour of HOURS.filter((each) => !ANSWERED.includes(each))) {
        expect(firstOf(nameAt(hour)), nameAt(hour)).toMatchObject({ response_received: false, response_time: null });
      }
      for (const hour of ANSWERED) {
        const answered = rows.filter(({ user_id, response_received }) => user_id === nameAt(hour) && response_received);
        expect(answered, nameAt(hour)).toHaveLength(1);
      }
      const { sent_at, response_received, response_time } = firstOf("early bird");
      expect(response_received).toBe(true);
      const minutes = (present(response_time, "response_time").getTime() - sent_at.getTime()) / 60_000;
      expect(minutes).toBeGreaterThanOrEqual(30);
      expect(minutes).toBeLessThan(40);
    });

    test("the two queries of the specification run as they are written, and count right", async () => {
      const [rate] = await ground.read<{ total_sent: number; responses: number; response_rate: number }>(RESPONSE_RATE);
      const engagement = await ground.read<{
        user_id: string;
        follow_ups_sent: number;
        responses: number;
        avg_response_minutes: number | null;
      }>(ENGAGEMENT);

      const answered = rows.filter(({ response_received }) => response_received).length;
      expect(rate).toEqual({
        total_sent: rows.length,
        responses: answered,
        response_rate: expect.closeTo((answered / rows.length) * 100) as number,
      });
      const bird = engagement.find(({ user_id }) => user_id === "early bird");
      expect(bird).toMatchObject({ follow_ups_sent: 1, responses: 1 });
      expect(bird?.avg_response_minutes).toBeGreaterThanOrEqual(30);
      expect(engagement.find(({ user_id }) => user_id === nameAt(5))?.avg_response_minutes).toBeNull();
    });

    test("user_profiles says when each was last written to", async () => {
      const profiles = await ground.read<{
        user_id: string;
        last_follow_up_sent: Date | null;
        follow_ups_enabled: boolean;
      }>("select * from user_profiles");

      const bird = profiles.find(({ user_id }) => user_id === "early bird");
      expect(bird?.follow_ups_enabled).toBe(true);
      expect(bird?.last_follow_up_sent).toEqual(firstOf("early bird").sent_at);
    });
  });
});
