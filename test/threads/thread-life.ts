import { Temporal } from "temporal-polyfill";

import { assessPerson } from "../../src/follow-ups/index.ts";
import { assess } from "../../src/follow-ups/policy/assess.ts";
import { systemClock, systemRandom, timeOrderedIds } from "../../src/kernel/index.ts";
import { REKINDLE_DEFAULTS } from "../../src/main/rekindle-options.ts";
import { recordConsent, setTimeZone } from "../../src/privacy/index.ts";
import { dmOf, someone, type Stage } from "../bot/stage.ts";
import { type readSet } from "../sets/sets.ts";
import { isNamed } from "./score.ts";

type Life = ReturnType<typeof readSet<"thread-life">>[number];

const SETTINGS = { ...REKINDLE_DEFAULTS, quietHours: null, commandPrefix: "/", settingsCommand: "followup_settings" };
const ids = timeOrderedIds(systemClock, systemRandom);

/** Lives through a history on the stage, as the person's messages come in; says at which moments asking was wrongly allowed or refused. */
export async function liveThrough(stage: Stage, life: Life): Promise<readonly string[]> {
  const actor = someone(life.id);
  const place = dmOf(actor);
  const real = (civil: string): Date =>
    new Date(Temporal.PlainDateTime.from(civil).toZonedDateTime(life.zone).epochMilliseconds);
  const moments = [
    ...life.history.map(({ at, text }) => ({ at, text, allowed: null })),
    ...life.askRight.map((at) => ({ at, text: null, allowed: true })),
    ...life.askWrong.map((at) => ({ at, text: null, allowed: false })),
  ].toSorted((one, other) => real(one.at).getTime() - real(other.at).getTime());
  const [first] = life.history;
  await stage.database.transaction(async (transaction) => {
    const decidedAt = real(first?.at ?? "2026-01-01T00:00");
    await recordConsent(transaction, ids, {
      personId: actor.id,
      decision: "granted",
      mechanism: "button",
      textVersion: "follow-ups/en/1",
      language: "en",
      place,
      decidedAt,
    });
    await setTimeZone(transaction, actor.id, life.zone);
  });
  const faults: string[] = [];
  for (const { at, text, allowed } of moments) {
    stage.moveTo(real(at));
    if (text !== null) {
      await stage.say(actor, place, text);
    } else if ((await mayAsk(stage, actor.id, life)) !== allowed) {
      faults.push(`${life.id} ${allowed ? "silent" : "asks"} at ${at} about ${life.subject} (${life.state})`);
    }
  }
  return faults;
}

// Whether the rules would let a question about the subject go out now, if there was nothing else to write about.
async function mayAsk(stage: Stage, person: ReturnType<typeof someone>["id"], life: Life): Promise<boolean> {
  const { snapshot } = await stage.database.transaction((transaction) =>
    assessPerson({ settings: SETTINGS }, transaction, person),
  );
  const about = snapshot.reasons.filter(
    ({ kind, topic }) => kind === "open_thread" && isNamed(topic ?? "", [life.subject, ...(life.alternatives ?? [])]),
  );
  const assessment = assess({ ...snapshot, reasons: about }, SETTINGS);
  return assessment.type === "ready" && assessment.at <= snapshot.now && assessment.reason.kind === "open_thread";
}
