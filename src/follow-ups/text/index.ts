export { checkText, MAX_TEXT_CHARACTERS, type TextContext, type TextVerdict } from "./check-text.ts";
export { withoutHiddenCharacters } from "./hidden-characters.ts";
export { isNearRepeat, NEAR_REPEAT, similarity } from "./similarity.ts";
export { TEXT_PROBLEMS, type TextProblem } from "./text-problems.ts";
