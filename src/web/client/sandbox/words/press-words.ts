const NOTES: Readonly<Record<string, string>> = {
  later: "Noted: it will wait.",
  stop: "Noted: no more follow-ups.",
  up: "Thank you. Noted as a good one.",
  down: "Thank you. Noted as not so good.",
};

/** What the page says under a message whose button was pressed. */
export function pressNote(
  buttonId: string,
  press: { readonly label: string; readonly hasReply: boolean },
): string | null {
  if (buttonId.startsWith("consent:")) {
    return buttonId === "consent:ask" ? null : `You answered “${press.label}”.`;
  }
  if (buttonId === "why") {
    return press.hasReply ? "Answered below." : null;
  }
  return NOTES[buttonId] ?? `You pressed “${press.label}”.`;
}
