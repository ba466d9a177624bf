// A scheme, "www.", an invitation, or a name with a common ending. Short endings that are also words need a path ("see you.me").
const LINK =
  /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s<>]+|\b(?:mailto|javascript|data|tel):[^\s<>]+|\bwww\.[^\s<>]+|\b(?:[a-z0-9-]{1,63}\.){1,4}(?:com|net|org|io|gg|app|dev|xyz|ru|cn|info|link|shop|online|site|club|live|edu|gov|uk|de|fr|nl|eu)\b(?:\/[^\s<>]*)?|\b(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,10}\/[^\s<>]+/giu;

/** The links in a text, as written, without the punctuation that ends their sentence. */
export function linksIn(text: string): readonly string[] {
  return (text.match(LINK) ?? []).map((link) => link.replace(/[).,!?;:'"\]]+$/, ""));
}
