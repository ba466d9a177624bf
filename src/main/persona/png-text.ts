const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Before a chunk's data its length and type, after it a checksum, which is not looked at: a wrong one harms a picture, not a text. */
const LENGTH_BYTES = 4;
const TYPE_BYTES = 4;
const CHECKSUM_BYTES = 4;

/** Whether these bytes begin as a PNG picture does. */
export function isPng(bytes: Buffer): boolean {
  return bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE);
}

/** The texts that a PNG picture carries, by keyword: its `tEXt` chunks (PNG specification, section 11.3.4.3). */
export function textsOfPng(bytes: Buffer): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  let position = SIGNATURE.length;
  while (position + LENGTH_BYTES + TYPE_BYTES <= bytes.length) {
    const length = bytes.readUInt32BE(position);
    const type = bytes.toString("latin1", position + LENGTH_BYTES, position + LENGTH_BYTES + TYPE_BYTES);
    const start = position + LENGTH_BYTES + TYPE_BYTES;
    const data = bytes.subarray(start, start + length);
    const keywordEnd = data.indexOf(0);
    if (type === "tEXt" && keywordEnd > 0 && data.length === length) {
      texts.set(data.toString("latin1", 0, keywordEnd), data.toString("latin1", keywordEnd + 1));
    }
    position = start + length + CHECKSUM_BYTES;
  }
  return texts;
}
