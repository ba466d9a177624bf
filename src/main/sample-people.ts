import type { Database } from "../database/index.ts";
import { ADMIN_NAME, type SandboxPlatform } from "../delivery/platforms/sandbox/index.ts";
import { addMs, DAY_MS, HOUR_MS, MINUTE_MS } from "../kernel/index.ts";
import samples from "./sample-people.json" with { type: "json" };

type Talk = (typeof samples.talks)[number];

/** A date in a sample talk must lie ahead, whenever the sandbox is started for the first time. */
const DATE_AHEAD_MS = 4 * DAY_MS;

/**
 * Gives a fresh sandbox a few people with a few days of history, so that the first click shows something. They come in the same
 * way as anybody: their messages and presses are handled by the bot, only with moments that lie in the past. The administrator comes
 * last: where they are missing, an earlier start was killed in between, and this one goes on.
 */
export async function addSamplePeople({ chat, post, press }: SandboxPlatform, database: Database): Promise<void> {
  if ((await chat.people()).some(({ name }) => name === ADMIN_NAME)) {
    return;
  }
  const now = await database.now();
  const weekday = addMs(now, DATE_AHEAD_MS).toLocaleDateString("en", { weekday: "long", timeZone: "UTC" });
  for (const talk of samples.talks) {
    const start = addMs(now, -talk.hoursAgo * HOUR_MS);
    const { person } = talk;
    const channel = channelOf(talk);
    const list = () => chat.list({ person, channel, after: null, limit: 50 });
    const said = new Set((await list()).map((message) => message.text));
    for (const [index, words] of talk.messages.entries()) {
      const text = words.replace("{weekday}", weekday);
      if (!said.has(text)) {
        await post({ person, channel, text, sentAt: addMs(start, index * MINUTE_MS) });
      }
    }
    const question = (await list()).find(({ buttons }) => buttons.some(({ id }) => id === talk.press));
    if (talk.press !== null && question !== undefined) {
      await press({
        person,
        messageId: question.messageId,
        buttonId: talk.press,
        at: addMs(start, talk.messages.length * MINUTE_MS),
      });
    }
  }
  await chat.ensurePerson(ADMIN_NAME);
}

function channelOf({ channel }: Talk): "dm" | "general" {
  return channel === "dm" ? "dm" : "general";
}
