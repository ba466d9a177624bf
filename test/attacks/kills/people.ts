import type { Message } from "../../../src/web/contract.ts";
import type { Program } from "../../program.ts";

const SUBJECTS = [
  "biology",
  "chemistry",
  "physics",
  "history",
  "geography",
  "economics",
  "statistics",
  "algebra",
  "geometry",
  "literature",
  "Latin",
  "Greek",
  "French",
  "Spanish",
  "German",
  "music",
  "law",
  "anatomy",
  "botany",
  "zoology",
  "philosophy",
  "psychology",
  "sociology",
  "calculus",
  "Italian",
];
const EVENTS = ["exam", "test", "presentation", "interview", "audition", "competition"];
const MATTERS = EVENTS.flatMap((event) => SUBJECTS.map((subject) => `${subject} ${event}`));

/** Somebody who said yes, told of something open, and perhaps answers. */
export interface Talker {
  readonly name: string;
  readonly answers: boolean;
  /** What they told of so far, oldest first; no matter twice. */
  readonly told: { readonly matter: string; readonly at: string }[];
  /** How many follow-ups they have answered. */
  answered: number;
}

/** People of whom every second one answers. */
export function makeTalkers(count: number): readonly Talker[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `talker ${index}`,
    answers: index % 2 === 0,
    told: [],
    answered: 0,
  }));
}

/** Three messages, the last with something open in it, and a yes. Half of them say where they live. */
export async function introduce(program: Program, talkers: readonly Talker[]): Promise<void> {
  for (const [index, talker] of talkers.entries()) {
    await program.say(talker.name, "dm", "hi there");
    await program.say(talker.name, "dm", "long week so far");
    await tell(program, talker);
    const question = (await program.messages(talker.name, "dm")).find(({ buttons }) =>
      buttons.some(({ id }) => id === "consent:yes"),
    );
    await program.press(talker.name, question?.id ?? "", "consent:yes");
    if (index % 4 < 2) {
      await program.call("PATCH", `/api/sandbox/people/${encodeURIComponent(talker.name)}`, {
        timeZone: index % 4 === 0 ? "Europe/Berlin" : "America/New_York",
      });
    }
  }
}

/** Whoever answers answers what came since, and tells of the next thing. */
export async function answerAll(program: Program, talkers: readonly Talker[]): Promise<void> {
  for (const talker of talkers.filter(({ answers }) => answers)) {
    const arrived = (await followUpsOf(program, talker)).length;
    if (arrived > talker.answered) {
      await tell(program, talker);
      talker.answered = arrived;
    }
  }
}

/** The messages of the bot's own accord that this person sees. */
export async function followUpsOf(program: Program, { name }: Talker): Promise<readonly Message[]> {
  return (await program.messages(name, "dm")).filter(({ buttons }) => buttons.some(({ id }) => id === "stop"));
}

async function tell(program: Program, talker: Talker): Promise<void> {
  const matter = MATTERS[talker.told.length];
  if (matter === undefined) {
    throw new Error("there are too few matters for a test of this length");
  }
  const { sentAt } = await program.say(talker.name, "dm", `thanks for asking! I had my ${matter} this morning`);
  talker.told.push({ matter, at: sentAt });
}
