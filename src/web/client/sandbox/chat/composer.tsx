import type { JSX, TargetedKeyboardEvent } from "preact";
import { useEffect, useRef } from "preact/hooks";

import { Icon } from "../../look/icon.tsx";
import { useId } from "../../look/use-id.ts";
import { usePage } from "../state/use-page.ts";
import { CommandList } from "./command-list.tsx";
import { ComposerHint } from "./composer-hint.tsx";
import { useCommandPicker } from "./use-command-picker.ts";
import { useSending } from "./use-sending.ts";

/** Where a message is written. */
export function Composer(): JSX.Element {
  const { text, problem, setText, send } = useSending();
  const place = usePlaceholder();
  const fieldRef = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const picker = useCommandPicker(text, (picked) => {
    setText(picked);
    fieldRef.current?.focus();
  });
  const listId = picker.commands.length > 0 ? `${id}-commands` : null;

  useEffect(() => {
    // On a touch screen the keyboard would rise over the chat unasked.
    if (matchMedia("(pointer: fine)").matches) {
      fieldRef.current?.focus({ preventScroll: true });
    }
  }, []);

  function onKeyDown(event: TargetedKeyboardEvent<HTMLTextAreaElement>): void {
    const isForList = picker.onKeyDown(event);
    const sends = !isForList && event.key === "Enter" && !event.shiftKey && !event.isComposing;
    if (isForList || sends) {
      event.preventDefault();
    }
    if (sends) {
      void send();
    }
  }

  return (
    <form class="composer" onSubmit={(event) => sendInstead(event, send)}>
      {listId === null ? null : <CommandList id={listId} picker={picker} />}
      <p class="field-problem" id={`${id}-problem`} role="alert">
        {problem}
      </p>
      <div class="composer-field">
        <textarea
          ref={fieldRef}
          rows={1}
          value={text}
          placeholder={place}
          aria-label={place}
          aria-invalid={problem !== null}
          aria-describedby={`${id}-problem`}
          aria-autocomplete="list"
          aria-controls={listId ?? undefined}
          aria-activedescendant={listId === null ? undefined : `${listId}-${String(picker.active)}`}
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <button type="submit" class="icon-button send" aria-label="Send" title="Send" data-ready={text.trim() !== ""}>
          <Icon name="send" />
        </button>
      </div>
      <ComposerHint length={text.length} />
    </form>
  );
}

function sendInstead(event: Event, send: () => Promise<void>): void {
  event.preventDefault();
  void send();
}

function usePlaceholder(): string {
  const user = usePage((state) => state.user) ?? "";
  const channel = usePage((state) => state.channel);
  const botName = usePage((state) => state.sandbox?.botName ?? "the bot");
  return channel === "dm" ? `Write to ${botName} as ${user}` : `Write in #${channel} as ${user}`;
}
