/** A message as the reader takes it: shortened, with everything that is not somebody's plain words taken out. */
export interface CleanMessage {
  readonly text: string;
  /** The emoji that stood in it, in order: they tell the mood, and nothing else. */
  readonly emojis: readonly string[];
}

/** Longer messages are read up to here. Bounds the time that any message can take. */
export const MAX_READ_CHARACTERS = 2000;

// Zero-width and bidirectional characters are format characters (Cf); the others are letters or marks that show as nothing.
const INVISIBLE =
  /[\p{Cf}\u034F\u115F\u1160\u17B4\u17B5\u180B-\u180F\u2800\u3164\uFE00-\uFE0F\uFFA0\u{E0100}-\u{E01EF}]/gu;
// Written to be read backwards: what it shows is not what it says.
const TURNED = /[\u202A-\u202E\u2066-\u2069][^\u202C\u2069\n]{0,500}[\u202C\u2069]?/g;
const EMOJI = /\p{Extended_Pictographic}/gu;

// What is nobody's plain sentence: each becomes a line break, so that no phrase ever reaches across it. The quantifiers are
// bounded, so that a text made of opening brackets costs no more than any other.
const NOT_WORDS: readonly RegExp[] = [
  /```[^]*?(?:```|$)/g, // code blocks
  /`[^`\n]{0,500}`/g,
  /^ {0,3}>.*$/gm, // what somebody else said
  /\|\|[^|]{0,500}\|\|/g, // spoilers: hidden on purpose
  /~~[^~]{0,500}~~/g, // struck out
  /!?\[[^\]\n]{0,200}\]\([^)\n]{0,300}\)/g, // markdown links
  /\b[a-z][a-z0-9+.-]{1,15}:\/\/\S+/gi,
  /\bwww\.\S+/gi,
  /\bdiscord\.gg\S*/gi,
  /<[^<>\n]{0,80}>/g, // mentions, channels, custom emoji, tags
  /[@#]\S+/g,
  /:\w{2,32}:/g,
  /\$?\{+[^{}\n]{0,80}\}*/g, // template slots
  /\[[^\]\n]{0,80}\]/g,
  /<%[^%]{0,80}%>/g,
];

/** Makes a message safe and quick to read. Linear in the first {@link MAX_READ_CHARACTERS} characters; the rest is not looked at. */
export function cleanMessage(message: string): CleanMessage {
  const head = message
    .slice(0, MAX_READ_CHARACTERS)
    .toWellFormed()
    .normalize("NFKC")
    .slice(0, MAX_READ_CHARACTERS)
    .toWellFormed();
  let text = head
    .replace(TURNED, "\n")
    .replace(INVISIBLE, "")
    .replace(/[‘’ʼ´](?=\p{L})/gu, "'")
    .replace(/[“”„]/g, '"')
    .replace(/\b([dr])&([dbn])\b/gi, "$1n$2");
  for (const pattern of NOT_WORDS) {
    text = text.replace(pattern, "\n");
  }
  const emojis = text.match(EMOJI) ?? [];
  text = text
    .replace(EMOJI, "\n")
    .replace(/[*_~|]+/g, " ")
    .replace(/[^\S\n]|[\p{Cc}--[\n]]/gv, " ");
  return { text, emojis };
}
