import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import type { Message } from "../../src/web/contract.ts";
import type { Program } from "../program.ts";
import {
  answerAfter,
  answerQuestion,
  ask,
  followUpsFor,
  inDm,
  inGeneral,
  openQuestion,
  orderIdIn,
  present,
  talk,
  talkAndSayYes,
} from "./acts.ts";
import { embeddedGround, type Ground } from "./grounds.ts";

// A busy machine may take long to start a program; a test that waits for nothing real ends all the same.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });

const ADMIN = inDm("admin");
const ADMINISTRATORS_ONLY = [
  "!schedule_followup @alma 1",
  "!job_status",
  "!job_status 0123456789012345678901",
  "!debug on",
  "!debug off",
  "!bot_status",
];

let ground: Ground;
let program: Program;

beforeAll(async () => {
  ground = await embeddedGround();
  program = await ground.start();
});
afterAll(async () => {
  await ground.remove();
});

const asAdmin = async (text: string): Promise<string> => (await ask(program, ADMIN, text)).text;

describe.each(["!", "/"])("with %s in front", (sign) => {
  const name = sign === "!" ? "bang" : "slash";

  test("followup_settings says where somebody stands: not asked, on, off", async () => {
    const settings = async (word: string): Promise<string> =>
      (await ask(program, inDm(name), `${sign}followup_settings ${word}`)).text;

    expect(await settings("status")).toMatch(/\boff\b/i);
    expect(await settings("on")).toMatch(/\bon\b/i);
    expect(await settings("status")).toMatch(/\bon\b/i);
    expect((await program.panel(name)).permission.state).toBe("granted");
    expect(await settings("off")).toMatch(/\boff\b/i);
    expect(await settings("status")).toMatch(/\boff\b/i);
    expect((await program.panel(name)).permission.state).toBe("refused");
  });

  test("the administrator's commands answer", async () => {
    await ask(program, inDm(`${name} two`), "!followup_settings on");

    expect(await asAdmin(`${sign}schedule_followup @${name} two 24`)).toMatch(/order/i);
    expect(await asAdmin(`${sign}job_status`)).toContain("follow_up_message");
    expect(await asAdmin(`${sign}debug on`)).toMatch(/\bon\b/i);
    expect(await asAdmin(`${sign}debug off`)).toMatch(/\boff\b/i);
    expect(await asAdmin(`${sign}bot_status`)).toMatch(/database/i);
  });
});

describe("a wrong call is answered with how it is meant", () => {
  test.each([
    ["!followup_settings maybe", /followup_settings.*status.*on.*off/s],
    ["!followup_settings on off", /followup_settings.*status.*on.*off/s],
    ["!followup_settings zone Mars/Olympus", /zone/i],
    ["!followup_settings zone", /zone/i],
    ["!schedule_followup", /schedule_followup @/],
    ["!schedule_followup @alma", /schedule_followup @/],
    ["!schedule_followup @alma soon", /schedule_followup @/],
    ["!schedule_followup @alma 0", /schedule_followup @/],
    ["!schedule_followup @alma -1", /schedule_followup @/],
    ["!schedule_followup @alma 8785", /schedule_followup @/],
    ["!schedule_followup @alma 1e99", /schedule_followup @/],
    ["!schedule_followup @alma 0x10", /schedule_followup @/],
    ["!schedule_followup @alma NaN", /schedule_followup @/],
    ["!schedule_followup @alma 1 2", /schedule_followup @/],
    ["!schedule_followup 24", /schedule_followup @|know/],
    ["!schedule_followup @nobodyatall 1", /nobodyatall|know/],
    ["!job_status there-is-no-such-job", /there-is-no-such-job/],
    ["!job_status one two", /job_status/],
    ["!debug", /debug on/],
    ["!debug maybe", /debug on/],
    ["!bot_status please", /.+/],
  ])("%s", async (text, usage) => {
    await talk(program, inDm("alma"), ["hello"]);

    const answer = await asAdmin(text);

    expect(answer).toMatch(usage);
    expect(answer).not.toMatch(/^ordered/i);
    expect((await program.panel("alma")).next).toBeNull();
  });

  test.each(["!nonsense", "/nonsense", "!help"])(
    "%s: the answer names what there is, to each what they may use",
    async (text) => {
      const forPerson = (await ask(program, inDm("alma"), text)).text;
      const forAdmin = await asAdmin(text);

      expect(forPerson).toContain("followup_settings");
      expect(forPerson).not.toContain("schedule_followup");
      for (const command of ["followup_settings", "schedule_followup", "job_status", "debug", "bot_status"]) {
        expect(forAdmin).toContain(command);
      }
    },
  );

  test.each(["!", "/", "!!!", "! what a day", "/shrug maybe", "!?"])(
    "“%s” is nobody's command, or answered at most with help",
    async (text) => {
      const posted = await program.say("alma", "dm", text);
      await program.wind(0.01);

      const answer = answerAfter(await program.messages("alma", "dm"), posted);
      expect(answer?.text ?? "followup_settings").toContain("followup_settings");
    },
  );

  test("capitals and further spaces do not matter", async () => {
    await ask(program, inDm("clara"), "!FollowUp_Settings   ON ");

    expect((await program.panel("clara")).permission.state).toBe("granted");
  });

  test("commands are no talk: nobody is asked for permission because of them", async () => {
    for (const word of ["status", "status", "status", "maybe"]) {
      await ask(program, inDm("cora"), `!followup_settings ${word}`);
    }

    expect(await openQuestion(program, inDm("cora"))).toBeNull();
  });
});

describe("rank", () => {
  test.each(ADMINISTRATORS_ONLY)("%s is refused to everybody else, and does nothing", async (text) => {
    await ask(program, inDm("alma"), "!followup_settings off");
    const answer = await ask(program, inDm("benno"), text);

    expect(answer.text).toMatch(/administrator|operator/i);
    expect(answer.text).not.toMatch(/completed|pending|order `/i);
  });

  test("a name that only looks like the administrator's has no rank", async () => {
    for (const name of ["Admin", "ADMIN", "admin "]) {
      const { status, body } = await program.call("POST", "/api/sandbox/messages", {
        user: name,
        channel: "random",
        text: "!bot_status",
      });
      const author = status === 201 ? (body as { message: Message }).message.author.id : null;
      if (author !== null && author !== "admin") {
        const messages = await program.messages(name.trim(), "random");
        expect(messages.at(-1)?.text, name).not.toMatch(/database/i);
      }
    }
  });
});

describe("in a channel", () => {
  test("the answer is seen by whoever asked, and by nobody else", async () => {
    for (const text of ["!followup_settings status", "!followup_settings on", "!followup_settings maybe"]) {
      const answer = await ask(program, inGeneral("dunja"), text);

      expect(answer.onlyYou).toBe(true);
      expect((await program.messages("alma", "general")).map(({ id }) => id)).not.toContain(answer.id);
    }
    const status = await ask(program, inGeneral("admin"), "!bot_status");
    expect((await program.messages("dunja", "general")).map(({ id }) => id)).not.toContain(status.id);
  });

  test("an unknown word behind ! is left to other bots", async () => {
    const posted = await program.say("dunja", "general", "!play something nice");
    await program.wind(0.01);

    expect(answerAfter(await program.messages("dunja", "general"), posted)).toBeUndefined();
  });
});

describe("job_status", () => {
  test("tells of an order from waiting to sent, and of the whole", async () => {
    await ask(program, inDm("ella"), "!followup_settings on");
    const id = orderIdIn(await ask(program, ADMIN, "!schedule_followup @ella 1"));

    expect(await asAdmin(`!job_status ${id}`)).toMatch(/waiting/i);
    await program.wind(1);
    expect(await asAdmin(`!job_status ${id}`)).toMatch(/sent/i);
    expect(await asAdmin("!job_status")).toMatch(/completed/i);
  });

  test("tells of a single job by its id, which it gives itself", async () => {
    await ask(program, inDm("emma"), "!followup_settings on");
    const order = orderIdIn(await ask(program, ADMIN, "!schedule_followup @emma 5"));
    const ids = [await asAdmin("!job_status"), await asAdmin(`!job_status ${order}`)].flatMap(
      (text) => text.match(/[\w:.-]{22,}/g) ?? [],
    );
    const jobId = present(
      ids.find((id) => id !== order),
      "the id of a job in an answer",
    );

    const answer = await asAdmin(`!job_status ${jobId}`);

    expect(answer).toContain(jobId);
    expect(answer).toMatch(/follow_up_message|activity_sweep|data_cleanup|deliver_message/);
    expect(answer).toMatch(/pending|running|completed/);
  });

  test("knows jobs that have ended, by the ids that the table holds", async () => {
    await talkAndSayYes(program, inDm("frida"));
    await program.wind(48);
    expect(await followUpsFor(program, inDm("frida"))).toHaveLength(1);
    await program.stop();
    const jobs = await ground.read<{ job_id: string; job_type: string; status: string }>(
      "select distinct on (job_type, status) job_id, job_type, status from scheduled_jobs",
    );
    program = await ground.start();

    expect(jobs.map(({ status }) => status)).toContain("completed");
    for (const { job_id, job_type, status } of jobs) {
      const answer = await asAdmin(`!job_status ${job_id}`);
      expect(answer).toContain(job_type);
      expect(answer).toContain(status);
    }
  });

  test("shows nobody's words", async () => {
    await talk(program, inDm("greta"), ["my secret garden party was yesterday", "ok", "fine"]);
    await answerQuestion(program, inDm("greta"), "consent:yes");
    const id = orderIdIn(await ask(program, ADMIN, "!schedule_followup @greta 1"));
    await program.wind(1);

    expect(await asAdmin(`!job_status ${id}`)).not.toMatch(/garden/i);
    expect(await asAdmin("!job_status")).not.toMatch(/garden/i);
  });
});
