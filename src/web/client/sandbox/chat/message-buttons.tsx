import type { JSX } from "preact";
import { useRef } from "preact/hooks";

import type { Button, Message } from "../../../contract.ts";
import { Icon, type IconName } from "../../look/icon.tsx";
import { useCatchFocus } from "../../look/use-catch-focus.ts";
import { useActions, usePage } from "../state/use-page.ts";
import type { MessageKind } from "./message-kind.ts";

const ICONS: Readonly<Record<string, IconName>> = {
  why: "question",
  later: "clock",
  stop: "stop",
  up: "thumbUp",
  down: "thumbDown",
};
const ICON_ONLY: Readonly<Record<string, string>> = {
  up: "This was a good message",
  down: "This was not a good message",
};

interface MessageButtonsProps {
  readonly message: Message;
  readonly kind: MessageKind;
}

/** The buttons beneath a message, and what came of the one that was pressed. */
export function MessageButtons({ message, kind }: MessageButtonsProps): JSX.Element | null {
  const press = usePage((state) => state.presses[message.id]);
  const noteRef = useRef<HTMLParagraphElement>(null);
  useCatchFocus(noteRef, message.buttons.length);
  if (message.buttons.length === 0 && press === undefined) {
    return null;
  }
  return (
    <div class="message-buttons" data-kind={kind}>
      {message.buttons.length > 0 ? (
        <div
          class="button-row"
          role="group"
          aria-label={kind === "question" ? "Your answer" : "What to do with this message"}
        >
          {message.buttons.map((button) => (
            <MessageButton key={button.id} button={button} message={message} kind={kind} />
          ))}
        </div>
      ) : null}
      <p class="press-note" role="status" ref={noteRef} tabIndex={-1}>
        {press?.note ?? ""}
      </p>
    </div>
  );
}

function MessageButton({ button, message, kind }: MessageButtonsProps & { readonly button: Button }): JSX.Element {
  const press = usePage((state) => state.presses[message.id]);
  const actions = useActions();
  const icon = ICONS[button.id];
  const words = ICON_ONLY[button.id];
  const isPressed = press?.buttonId === button.id;
  return (
    <button
      type="button"
      class={words === undefined ? "button" : "icon-button"}
      data-look={buttonLook(button.id, kind)}
      data-pressed={isPressed}
      data-busy={isPressed && press.state === "sending"}
      aria-disabled={press?.state === "sending"}
      aria-label={words}
      {...(words === undefined ? {} : { title: words })}
      onClick={() => void actions.press(message, button.id)}
    >
      {icon === undefined ? null : (
        <Icon name={isPressed && words === undefined && press.state === "done" ? "check" : icon} />
      )}
      {words === undefined ? button.label : null}
    </button>
  );
}

function buttonLook(buttonId: string, kind: MessageKind): string {
  if (kind === "question") {
    return buttonId === "consent:yes" ? "ember" : "plain";
  }
  return kind === "follow_up" ? "quiet" : "plain";
}
