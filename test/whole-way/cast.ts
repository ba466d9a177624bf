import { EXAM_TALK, inDm, SMALL_TALK, type Someone } from "./acts.ts";
import { type Act, answers, type Person, personOfHabits, pressesNewest, says, type Span } from "./habits.ts";

export const STOP = inDm("stop sam");
export const ONCE = inDm("once otto");
export const NEVER = inDm("never nell");
export const TOPICS = inDm("topic tina");
export const NO_TOPIC = inDm("topic tom");
const [NO, MUTE, OFF] = [inDm("no nick"), inDm("mute mia"), inDm("off olga")];
/** None of them is ever to be written to. */
export const SILENT = [NO, MUTE, OFF];

const RETURN_TALK = ["hello again", "I have been busy", "My piano recital was this morning and I'm so relieved"];

/** With the eight above they are twenty. */
export function peopleOfHabits(span: Span): readonly Person[] {
  return Array.from({ length: 12 }, (_, index) => personOfHabits(index, span));
}

/** All that the eight do. Those who come back come in the evening, and say all that they have to say within three hours. */
export function actsOfTheEight({ days, returnDay, offDay }: Span): readonly Act[] {
  const part = (share: number): number => Math.floor(share * days * 24);
  const returnHours = returnDay * 24 + 18;
  const off =
    offDay === null
      ? []
      : [ONCE, NEVER, TOPICS, NO_TOPIC].map((who) => says(who, offDay * 24, "!followup_settings off"));
  return [
    ...off,
    ...actsOfTheSilent(part),
    says(STOP, 9, ...EXAM_TALK),
    answers(STOP, 9.1, "consent:yes"),
    pressesNewest(STOP, 60, "stop"),
    says(STOP, part(0.35), ...EXAM_TALK),
    says(ONCE, 14, ...EXAM_TALK),
    answers(ONCE, 14.1, "consent:yes"),
    says(ONCE, 63, "it went well in the end, thank you"),
    says(ONCE, returnHours, ...RETURN_TALK),
    says(NEVER, 15, ...EXAM_TALK),
    answers(NEVER, 15.1, "consent:yes"),
    says(NEVER, returnHours + 1, ...RETURN_TALK),
    says(TOPICS, 16, ...EXAM_TALK),
    answers(TOPICS, 16.1, "consent:topics"),
    says(TOPICS, returnHours + 2, ...RETURN_TALK),
    says(NO_TOPIC, 17, ...SMALL_TALK),
    answers(NO_TOPIC, 17.1, "consent:topics"),
  ];
}

function actsOfTheSilent(part: (share: number) => number): readonly Act[] {
  const talks = (who: Someone, ...hours: readonly number[]): readonly Act[] =>
    hours.map((atHours) => says(who, atHours, ...EXAM_TALK));
  return [
    ...talks(NO, 10, part(0.34)),
    answers(NO, 10.1, "consent:no"),
    ...talks(MUTE, 11, part(0.1), part(0.57)),
    ...talks(OFF, 12, part(0.23)),
    answers(OFF, 12.1, "consent:yes"),
    says(OFF, 13, "!followup_settings off"),
  ];
}
