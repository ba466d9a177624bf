import { transactionRepeated } from "../../database/index.ts";
import { assessPerson, changeConsent, formatQuietHours, readTimeZone, replan } from "../../follow-ups/index.ts";
import { describeMoment } from "../../kernel/index.ts";
import { COMMAND_VERSION, readPermission, readPersonSettings, setTimeZone } from "../../privacy/index.ts";
import { REASON_WORDS_TO_PERSON } from "../../vocabulary/index.ts";
import type { BotParts } from "../bot-parts.ts";
import { PAUSED_WORDS } from "../paused-words.ts";
import type { Command, CommandSource } from "./command-types.ts";

/** A person looks at and changes whether, and in which zone, they may be written to. */
export const followupSettings: Command = {
  name: "followup_settings",
  usage: "followup_settings status | on | off | zone <IANA zone, for example Europe/Berlin>",
  rank: "anyone",
  run: async (parts, event, [action = "status", ...rest]) => {
    if (rest.length > (action.toLowerCase() === "zone" ? 1 : 0)) {
      return null; // "on off" is no yes
    }
    switch (action.toLowerCase()) {
      case "status":
        return { text: await statusText(parts, event) };
      case "on":
        return switchTo(parts, event, "granted");
      case "off":
        return switchTo(parts, event, "refused");
      case "zone":
        return changeZone(parts, event, rest[0]);
      default:
        return null;
    }
  },
};

async function switchTo(
  parts: BotParts,
  event: CommandSource,
  decision: "granted" | "refused",
): Promise<{ text: string }> {
  const { actor, place, at } = event;
  const record = {
    personId: actor.id,
    decision,
    mechanism: "command",
    textVersion: COMMAND_VERSION,
    language: "en",
    place,
    decidedAt: at,
  } as const;
  const { paused } = await transactionRepeated(parts.database, (transaction) =>
    changeConsent(parts.followUps, transaction, { record, name: actor.name }),
  );
  if (paused && decision === "granted") {
    return { text: PAUSED_WORDS };
  }
  const where = place.kind === "dm" ? "in this direct chat" : "in this channel";
  return {
    text:
      decision === "granted"
        ? `Follow-ups are on: I may write to you ${where} now and then. \`!followup_settings off\` ends it.`
        : "Follow-ups are off: I will not write to you by myself, and what I had noted from our talks is deleted.",
  };
}

async function changeZone(
  parts: BotParts,
  event: CommandSource,
  zone: string | undefined,
): Promise<{ text: string } | null> {
  if (zone === undefined) {
    return null;
  }
  const known = readTimeZone(zone);
  if (known === null) {
    return {
      text: `I do not know the zone “${zone.slice(0, 64)}”. It has to be an IANA zone such as Europe/Berlin, America/New_York or UTC.`,
    };
  }
  await transactionRepeated(parts.database, async (transaction) => {
    await setTimeZone(transaction, event.actor.id, known);
    await replan(parts.followUps, transaction, event.actor.id);
  });
  return { text: `Noted: ${known}. ${quietWords(parts.followUps.settings.quietHours)}` };
}

function quietWords(quietHours: Parameters<typeof formatQuietHours>[0]): string {
  return quietHours === null
    ? "I may write at any hour."
    : `Nothing is sent to you between ${formatQuietHours(quietHours).replace("-", " and ")} there.`;
}

async function statusText({ database, followUps }: BotParts, { actor }: CommandSource): Promise<string> {
  return transactionRepeated(database, async (transaction) => {
    const permission = await readPermission(transaction, actor.id, followUps.settings.consentMode);
    const { timeZone, followUpFrequencyHours, lastFollowUpSent } = await readPersonSettings(transaction, actor.id);
    const { assessment } = await assessPerson(followUps, transaction, actor.id);
    const state = {
      granted: "on",
      topics_only: "on, only about what you told me",
      refused: "off",
      not_asked: "off: you have not been asked yet",
    }[permission.state];
    const next =
      assessment.type === "ready"
        ? `not before ${describeMoment(assessment.at)}`
        : `none: ${REASON_WORDS_TO_PERSON[assessment.reasonCode]}`;
    return [
      `Follow-ups: **${state}**`,
      `At most ${followUps.settings.maxPerWeek} in any 7 days, at least ${followUpFrequencyHours} hours apart`,
      `Time zone: ${timeZone ?? "not known; I keep to the hours at which you write"}`,
      `Last one: ${lastFollowUpSent === null ? "never" : describeMoment(lastFollowUpSent)}`,
      `Next one: ${next}`,
    ].join("\n");
  });
}
