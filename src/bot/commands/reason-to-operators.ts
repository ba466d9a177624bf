import { REASON_WORDS, type ReasonCode } from "../../vocabulary/index.ts";

/** A reason code as operators see it: what the crisis lane says is nobody's, and looks like a no, with which it goes together. */
export function reasonToOperators(code: ReasonCode): ReasonCode {
  return code === "frozen" ? "withdrawn" : code;
}

/** "they said no (withdrawn)" */
export function reasonInWords(code: ReasonCode): string {
  const shown = reasonToOperators(code);
  return `${REASON_WORDS[shown]} (${shown})`;
}
