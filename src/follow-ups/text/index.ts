export { checkText, MAX_TEXT_CHARACTERS, type TextContext } from "./check-text.ts";
export { withoutHiddenCharacters } from "./hidden-characters.ts";
export { isNearRepeat, similarity } from "./similarity.ts";
export { TEXT_PROBLEMS } from "./text-problems.ts";
