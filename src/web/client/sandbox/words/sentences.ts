/** The server's words as a sentence of their own: a capital at the front, a full stop at the end. */
export function sentence(words: string): string {
  const trimmed = words.trim();
  const capital = trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
  return /[.!?…”"']$/.test(capital) ? capital : `${capital}.`;
}

/** Words that say something of a person ("has said yes …") with the name in front; others as they are. */
export function sentenceAbout(name: string, words: string): string {
  return /^(has|have|had|is|was|said|wants|did|does|may|will|can|told|asked|knows)\b/.test(words)
    ? sentence(`${name} ${words}`)
    : sentence(words);
}
