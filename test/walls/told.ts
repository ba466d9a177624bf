import type { OpenDatabase } from "../../src/database/testing/index.ts";
import type { LanguageModel } from "../../src/llm/index.ts";
import { query } from "../product-database.ts";
import { channel, dmOf, openStage, someone } from "../bot/stage.ts";

/** What somebody says before they go quiet, and where. */
export interface Talk {
  readonly id: string;
  readonly place: "dm" | "channel";
  readonly messages: readonly string[];
}

/** What came of a talk. */
export interface Outcome<T extends Talk> {
  readonly talk: T;
  /** What is remembered right after it: of each fact its kind and phrase. */
  readonly facts: readonly { readonly kind: string; readonly phrase: string; readonly tender: boolean }[];
  /** What they got, without the line that says who wrote it. */
  readonly texts: readonly string[];
  /** What kind of follow-up each was. */
  readonly kinds: readonly string[];
}

const MEMORIES = query<{
  readonly personId: string;
  readonly kind: string;
  readonly phrase: string;
  readonly tender: boolean;
}>(["personId", "kind", "phrase", "tender"], `select person_id as "personId", kind, phrase, tender from memories`);
const SENT = query<{ readonly personId: string; readonly text: string; readonly kind: string }>(
  ["personId", "text", "kind"],
  `select user_id as "personId", message_sent as text, context_data->>'kind' as kind from follow_up_history`,
);

/** Plays each talk with a person of its own, all on one stage, who say yes and go quiet; looks at what is remembered and sent. */
export async function playTalks<T extends Talk>(
  open: OpenDatabase,
  talks: readonly T[],
  { model = null, days = 3 }: { readonly model?: LanguageModel | null; readonly days?: number } = {},
): Promise<readonly Outcome<T>[]> {
  const stage = await openStage(open, model === null ? {} : { model });
  try {
    for (const { id, place, messages } of talks) {
      const actor = someone(id);
      const where = place === "dm" ? dmOf(actor) : channel("server", `channel ${id}`);
      await stage.talk(actor, where, messages);
      await stage.press(actor, where, "consent:yes");
    }
    const facts = await stage.database.run(MEMORIES, []);
    await stage.wind(days * 24);
    const sent = await stage.database.run(SENT, []);
    return talks.map((talk) => {
      const { id: person } = someone(talk.id);
      const own = sent.filter(({ personId }) => personId === person);
      return {
        talk,
        facts: facts.filter(({ personId }) => personId === person),
        texts: own.map(({ text }) => text.split("\n-# ")[0] ?? ""),
        kinds: own.map(({ kind }) => kind),
      };
    });
  } finally {
    await stage.scheduler.stop();
    await stage.database.close();
  }
}
