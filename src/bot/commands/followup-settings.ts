import { lockPerson } from "../../conversation/index.ts";
import { type Transaction, transactionRepeated } from "../../database/index.ts";
import {
  assessPerson,
  changeConsent,
  formatQuietHours,
  readTimeZone,
  replan,
  talkOfHost,
} from "../../follow-ups/index.ts";
import { COMMAND_VERSION, readPermission, readPersonSettings, setTimeZone } from "../../privacy/index.ts";
import { type ConsentDecision, type Place, REASON_WORDS_TO_PERSON, samePlace } from "../../vocabulary/index.ts";
import type { BotParts } from "../bot-parts.ts";
import { PAUSED_WORDS } from "../paused-words.ts";
import { minuteOf, quoted } from "../plain-words.ts";
import { storableName } from "../storable.ts";
import type { Command, CommandAnswer, CommandSource } from "./command-types.ts";

const ACTIONS = ["status", "on", "off", "dm", "here", "zone"] as const;

/** A person looks at and changes whether, where, and in which zone they may be written to. */
export const followupSettings: Command = {
  name: "followup_settings",
  description: "Whether and where I may write to you by myself",
  usage: "followup_settings status | on | off | dm | here | zone <IANA zone, for example Europe/Berlin>",
  rank: "anyone",
  fields: [
    {
      name: "action",
      description: "on and here: in this place; dm: in direct messages",
      required: false,
      type: "choice",
      choices: ACTIONS,
    },
    {
      name: "zone",
      description: "Your time zone, for example Europe/Berlin",
      required: false,
      type: "text",
      maxLength: 64,
      completes: true,
    },
  ],
  // A no counts as soon as it is said, whoever reads along; what came of it the status tells.
  actsAtOnce: (words) => {
    const action = (words[0] ?? "status").toLowerCase();
    return ["on", "off", "dm", "here"].includes(action) ? ["status"] : null;
  },
  run: async (parts, source, [word = "status", ...rest]) => {
    const action = word.toLowerCase();
    if (rest.length > (action === "zone" ? 1 : 0)) {
      return null; // "on off" is no yes
    }
    switch (action) {
      case "status":
        return { text: await statusText(parts, source) };
      case "on":
        return switchOn(parts, source, { place: source.place, moves: false });
      case "here":
        return switchOn(parts, source, { place: source.place, moves: true });
      case "dm":
        return switchOn(parts, source, { place: parts.inbox.directPlace(source.actor.id), moves: true });
      case "off":
        return switchOff(parts, source);
      case "zone":
        return changeZone(parts, source, rest[0]);
      default:
        return readTimeZone(word) === null ? null : changeZone(parts, source, word); // the one field that was filled in
    }
  },
};

async function switchOff(parts: BotParts, source: CommandSource): Promise<CommandAnswer> {
  await transactionRepeated(parts.database, (transaction) =>
    decide(parts, transaction, { source, decision: "refused", place: source.place }),
  );
  return {
    text: "Follow-ups are off: I will not write to you by myself, and what I had noted from our talks is deleted.",
  };
}

/** `on` is the whole yes. Whoever only moves to another place has not widened "only about what I told you" by it. */
async function switchOn(
  parts: BotParts,
  source: CommandSource,
  { place, moves }: { readonly place: Place; readonly moves: boolean },
): Promise<CommandAnswer> {
  const { settings } = parts.followUps;
  const texts = await talkOfHost(parts.followUps, source.actor.id, place);
  const { paused, topicsOnly } = await transactionRepeated(parts.database, async (transaction) => {
    await lockPerson(transaction, source.actor.id);
    const before = await readPermission(transaction, source.actor.id, settings.consentMode);
    const decision = moves && before.state === "topics_only" ? before.state : "granted";
    return {
      ...(await decide(parts, transaction, { source, decision, place, texts })),
      topicsOnly: decision === "topics_only",
    };
  });
  if (paused) {
    return { text: PAUSED_WORDS };
  }
  const where = place.kind === "dm" ? "in direct messages" : "in this channel";
  const what = topicsOnly ? ", only about what you told me" : " now and then";
  return {
    text: `Follow-ups are on: I may write to you ${where}${what}. \`${settings.settingsCommand} off\` ends it.`,
  };
}

function decide(
  { followUps }: BotParts,
  transaction: Transaction,
  {
    source: { actor, at },
    decision,
    place,
    texts,
  }: {
    readonly source: CommandSource;
    readonly decision: ConsentDecision;
    readonly place: Place;
    readonly texts?: ReadonlyMap<string, string> | undefined;
  },
): Promise<{ readonly paused: boolean }> {
  const record = {
    personId: actor.id,
    decision,
    mechanism: "command",
    textVersion: COMMAND_VERSION,
    language: "en",
    place,
    decidedAt: at,
  } as const;
  return changeConsent(followUps, transaction, { record, name: storableName(actor.name), texts });
}

async function changeZone(
  parts: BotParts,
  { actor }: CommandSource,
  zone: string | undefined,
): Promise<CommandAnswer | null> {
  if (zone === undefined) {
    return null;
  }
  const known = readTimeZone(zone);
  if (known === null) {
    return {
      text: `I do not know the zone ${quoted(zone)}. It has to be an IANA zone such as Europe/Berlin, America/New_York or UTC.`,
    };
  }
  await transactionRepeated(parts.database, async (transaction) => {
    await setTimeZone(transaction, actor.id, known);
    await replan(parts.followUps, transaction, actor.id);
  });
  return { text: `Noted: ${known}. ${quietWords(parts.followUps.settings.quietHours)}` };
}

function quietWords(quietHours: Parameters<typeof formatQuietHours>[0]): string {
  return quietHours === null
    ? "I may write at any hour."
    : `Nothing is sent to you between ${formatQuietHours(quietHours).replace("-", " and ")} there.`;
}

async function statusText({ database, followUps, inbox }: BotParts, { actor, place }: CommandSource): Promise<string> {
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
        ? `not before ${minuteOf({ inbox }, assessment.at)}`
        : `none: ${REASON_WORDS_TO_PERSON[assessment.reasonCode]}`;
    return [
      `Follow-ups: **${state}**`,
      ...("place" in permission ? [`Where: ${placeWords(permission.place, place)}`] : []),
      `At most ${followUps.settings.maxPerWeek} in any 7 days, at least ${followUpFrequencyHours} hours apart`,
      `Time zone: ${timeZone ?? "not known; I keep to the hours at which you write"}`,
      `Last one: ${lastFollowUpSent === null ? "never" : minuteOf({ inbox }, lastFollowUpSent)}`,
      `Next one: ${next}`,
    ].join("\n");
  });
}

/** Said to the person alone, so it may tell of other places of theirs; which ones, nobody needs to read over their shoulder. */
function placeWords(agreed: Place, here: Place): string {
  if (agreed.kind === "dm") {
    return "in direct messages";
  }
  return samePlace(agreed, here) ? "in this channel" : "in another channel";
}
