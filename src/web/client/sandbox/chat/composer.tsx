import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { Icon } from "../../look/icon.tsx";
import { useId } from "../../look/use-id.ts";
import { useActions, usePage } from "../state/use-page.ts";
import { CommandList } from "./command-list.tsx";
import { useCommandPicker } from "./use-command-picker.ts";

/** What one message may hold at most. The server holds to it too. */
const LONGEST_TEXT = 4_000;
const COUNT_SHOWN_FROM = 3_500;

/** Where a message is written. */
export function Composer(): JSX.Element {
  const { say } = useActions();
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const fieldRef = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const picker = useCommandPicker(text, (picked) => {
    setText(picked);
    fieldRef.current?.focus();
  });

  useEffect(() => {
    // On a touch screen the keyboard would rise over the chat unasked.
    if (matchMedia("(pointer: fine)").matches) {
      fieldRef.current?.focus({ preventScroll: true });
    }
  }, []);

  async function submit(): Promise<void> {
    const sent = text.trim();
    if (sent === "") {
      return;
    }
    if (sent.length > LONGEST_TEXT) {
      setProblem(`That is ${counted(sent.length - LONGEST_TEXT)} characters too long: at most ${counted(LONGEST_TEXT)} fit into one message.`);
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

  function onKeyDown(event: JSX.TargetedKeyboardEvent<HTMLTextAreaElement>): void {
    if (picker.onKeyDown(event)) {
      event.preventDefault();
      return;
    }
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      void submit();
    }
  }

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {picker.commands.length > 0 ? <CommandList id={`${id}-commands`} commands={picker.commands} active={picker.active} onPick={picker.pick} /> : null}
      <p class="field-problem" id={`${id}-problem`} role="alert">
        {problem}
      </p>
      <Field id={id} fieldRef={fieldRef} text={text} commandId={picker.commands.length > 0 ? `${id}-commands` : null} activeId={`${id}-commands-${String(picker.active)}`} isWrong={problem !== null} onText={setText} onKeyDown={onKeyDown} />
      <p class="composer-hint">
        <span>
          <kbd>Enter</kbd> sends, <kbd>Shift</kbd> <kbd>Enter</kbd> starts a new line, <kbd>!</kbd> lists the commands
        </span>
        {text.length > COUNT_SHOWN_FROM ? (
          <span class="composer-count" data-over={text.length > LONGEST_TEXT}>
            {counted(text.length)} of {counted(LONGEST_TEXT)}
          </span>
        ) : null}
      </p>
    </form>
  );
}

const counted = (characters: number): string => characters.toLocaleString("en-GB");

interface FieldProps {
  readonly id: string;
  readonly fieldRef: { readonly current: HTMLTextAreaElement | null };
  readonly text: string;
  readonly commandId: string | null;
  readonly activeId: string;
  readonly isWrong: boolean;
  readonly onText: (text: string) => void;
  readonly onKeyDown: (event: JSX.TargetedKeyboardEvent<HTMLTextAreaElement>) => void;
}

function Field({ id, fieldRef, text, commandId, activeId, isWrong, onText, onKeyDown }: FieldProps): JSX.Element {
  const place = usePlaceholder();
  return (
    <div class="composer-field">
      <textarea
        id={`${id}-text`}
        ref={fieldRef as { current: HTMLTextAreaElement | null }}
        rows={1}
        value={text}
        placeholder={place}
        aria-label={place}
        aria-invalid={isWrong}
        aria-describedby={`${id}-problem`}
        aria-autocomplete="list"
        aria-controls={commandId ?? undefined}
        aria-activedescendant={commandId === null ? undefined : activeId}
        onInput={(event) => {
          onText(event.currentTarget.value);
        }}
        onKeyDown={onKeyDown}
      />
      <button type="submit" class="icon-button send" aria-label="Send" title="Send" data-ready={text.trim() !== ""}>
        <Icon name="send" />
      </button>
    </div>
  );
}

function usePlaceholder(): string {
  const user = usePage((state) => state.user) ?? "";
  const channel = usePage((state) => state.channel);
  const botName = usePage((state) => state.sandbox?.botName ?? "the bot");
  return channel === "dm" ? `Write to ${botName} as ${user}` : `Write in #${channel} as ${user}`;
}
