/** What a button of ours carries. */
export interface ButtonMark {
  readonly buttonId: string;
  /** The message of our own accord that it stands under; `null`: an answer. */
  readonly outboundId: string | null;
}

const PREFIX = "rk";
// The outbound id comes first and has no colon; a button's id may have some.
const FORMAT = /^rk:([^:]*):(.+)$/s;

/** The `custom_id` of a button: `rk:<outbound id or nothing>:<button id>`, at most 100 characters. Stored in sent messages; never changed. */
export function writeCustomId({ buttonId, outboundId }: ButtonMark): string {
  return `${PREFIX}:${outboundId ?? ""}:${buttonId}`;
}

/** Reads it back; `null`: the button is somebody else's. */
export function readCustomId(customId: string): ButtonMark | null {
  const match = FORMAT.exec(customId);
  if (match === null) {
    return null;
  }
  const [, outboundId = "", buttonId = ""] = match;
  return { buttonId, outboundId: outboundId === "" ? null : outboundId };
}
