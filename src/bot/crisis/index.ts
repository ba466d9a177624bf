export { askInAFewDays, crisisAnswer, showCrisisWords } from "./crisis-answer.ts";
export { crisisWords } from "./crisis-words.ts";
