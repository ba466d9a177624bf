import { useState } from "preact/hooks";

import { useActions } from "../state/use-page.ts";
import { LONGEST_TEXT } from "./text-limit.ts";

interface Sending {
  readonly text: string;
  /** Why the text was not sent, in plain words. */
  readonly problem: string | null;
  setText(text: string): void;
  /** Sends the text and empties the field; gives the text back where it could not be sent. */
  send(): Promise<void>;
}

/** What is being written, and the sending of it. */
export function useSending(): Sending {
  const { say } = useActions();
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<string | null>(null);

  async function send(): Promise<void> {
    const sent = text.trim();
    if (sent === "") {
      return;
    }
    const over = sent.length - LONGEST_TEXT;
    if (over > 0) {
      setProblem(
        `That is ${counted(over, "character")} too long: at most ${counted(LONGEST_TEXT, "character")} fit into one message.`,
      );
      return;
    }
    setProblem(null);
    setText("");
    const wrong = await say(sent);
    if (wrong !== null) {
      setProblem(wrong);
      setText((typedMeanwhile) => (typedMeanwhile === "" ? sent : typedMeanwhile));
    }
  }

  return { text, problem, setText, send };
}

function counted(count: number, word: string): string {
  return `${count.toLocaleString("en-GB")} ${word}${count === 1 ? "" : "s"}`;
}
