/** Who the bot is when a language model writes for it. */
export interface Persona {
  /** How it signs and is spoken of. */
  readonly name: string;
  /** How it speaks, in whole sentences to the model. */
  readonly voice: string;
  /** What it does, each a short instruction. @defaultValue none */
  readonly dos?: readonly string[];
  /** What it never does, each a short instruction. @defaultValue none */
  readonly donts?: readonly string[];
}

/** The beginning of a prompt: who writes, and how. What must hold whoever the bot is stands after it, so that it has the last word. */
export function personaLines({ name, voice, dos = [], donts = [] }: Persona): readonly string[] {
  return [
    `You are ${name}, a bot in a chat. ${voice}`,
    ...dos.map((line) => `Do: ${line}`),
    ...donts.map((line) => `Never: ${line}`),
  ];
}
