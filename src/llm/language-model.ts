/** One turn of the talk that a model continues. */
export interface LanguageModelMessage {
  readonly role: "person" | "bot";
  readonly text: string;
}

/** What a model is asked. */
export interface LanguageModelRequest {
  /** Who the model is and what it is to write. May be empty. */
  readonly system: string;
  /** The talk so far, oldest first. At least one. */
  readonly messages: readonly LanguageModelMessage[];
  /** A ceiling, not a wish: an answer that reaches it is unfinished, and refused. Reasoning counts with many services. */
  readonly maxOutputTokens: number;
  /** Ends the call early; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** How long the whole call may take, in real time, with whatever the model must load or look up first. */
  readonly timeoutMs: number;
}

/** What a model wrote. */
export interface LanguageModelAnswer {
  /** Trimmed, without the model's reasoning, never empty, at most `MAX_ANSWER_CHARACTERS` long. Otherwise unchecked. */
  readonly text: string;
  /** `null` where the service does not count. */
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
}

/**
 * A language model as Rekindle needs it. It tries once; whoever calls decides whether a failure is worth another try.
 *
 * `generate` rejects with a `ModelError` when the model is the reason, with the reason of the request's signal when that was
 * aborted, and with `InsideTransactionError`, before anything is sent, where a transaction is open.
 */
export interface LanguageModel {
  /** What to call it in a log or on a page. May become more exact after the first answer. */
  readonly name: string;
  generate(request: LanguageModelRequest): Promise<LanguageModelAnswer>;
}
