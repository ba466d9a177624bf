import type { Danger } from "../../conversation/index.ts";
import { helpLineFor, INTERNATIONAL_LINES } from "./help-lines.ts";

/** What was read, and where the person is; `null` where it is not known. */
export interface CrisisWordsFor {
  /** `null`: words that fit whatever was read, where they are shown later than it was. */
  readonly danger: Danger | null;
  /** The IANA zone that they chose. */
  readonly timeZone: string | null;
}

const OPENING: Readonly<Record<Danger, string>> = {
  explicit: "I am a bot, and this sounds like more than a bot can help with. I am glad that you said it.",
  veiled:
    "I am a bot and may read this wrongly. It sounds as if things are very heavy right now, and if there is any thought of not wanting to live behind it, you do not have to carry that alone.",
  third_person:
    "I am a bot, and this sounds as if somebody you know may be in danger. It is good that you take it seriously. You can ask them directly whether they think of ending their life, which does not put the idea into their head; listen, do not promise to keep it secret, and do not stay alone with it. If the danger is now, stay with them where you can do so safely, and call.",
};
const OPENING_FOR_ANY =
  "I am a bot and may read this wrongly. It sounded as if you, or somebody you know, may be in danger. Nobody has to carry that alone.";

const CLOSING = "I will not send you any messages of my own accord from now on. I am still here if you write.";

/**
 * What is answered to signs of danger. Fixed and reviewed: no model and no template touches it. The help line of their country is
 * named where the zone that they chose tells it; the international list and the emergency number always are.
 */
export function crisisWords({ danger, timeZone }: CrisisWordsFor): string {
  return [danger === null ? OPENING_FOR_ANY : OPENING[danger], helpWords(danger, timeZone), CLOSING].join("\n");
}

function helpWords(danger: Danger | null, timeZone: string | null): string {
  const line = helpLineFor(timeZone);
  const theirs = line === null ? "" : `${line.name}: ${line.contact} (${line.source}). `;
  const list = `${INTERNATIONAL_LINES} lists free and confidential help lines for your country, by phone and by chat${
    danger === "third_person" ? ", also for people who worry about somebody" : ""
  }.`;
  const now =
    danger === "third_person"
      ? "If anybody is in danger right now, call your local emergency number."
      : "If you are in danger right now, also from somebody else, call your local emergency number.";
  const lead = danger === "veiled" ? "Talking to somebody helps: " : "Please talk to somebody now: ";
  return `${danger === "third_person" ? "People who know what to do: " : lead}${theirs}${list} ${now}`;
}
