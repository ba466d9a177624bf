/**
 * What is answered to signs that a person is in danger. Fixed: no model and no template touches it. findahelpline.com lists free
 * and confidential lines by country (Throughline, a registered charity; looked up in November 2026).
 */
export const CRISIS_WORDS = [
  "I am a bot, and this sounds like more than a bot can help with. I am glad that you said it.",
  "Please talk to somebody now: https://findahelpline.com lists free and confidential help lines for your country, by phone and by chat. If you are in danger right now, call your local emergency number.",
  "I will not send you any messages of my own accord from now on. I am still here if you write.",
].join("\n");
