import type { JSX } from "preact";

import type { Message } from "../../../contract.ts";
import { Icon } from "../../look/icon.tsx";
import { Avatar } from "../people/avatar.tsx";
import { isBy } from "../state/message-list.ts";
import { usePage } from "../state/use-page.ts";
import { MessageText } from "../words/markup.tsx";
import { momentWords, timeWords } from "../words/moments.ts";
import { MessageButtons } from "./message-buttons.tsx";
import { messageKind } from "./message-kind.ts";

interface MessageRowProps {
  readonly message: Message;
  /** True where it continues the message before: the name is not said again. */
  readonly isTogether: boolean;
}

/** One message, of whomever. */
export function MessageRow({ message, isTogether }: MessageRowProps): JSX.Element {
  const user = usePage((state) => state.user);
  const isFresh = usePage((state) => state.freshIds.includes(message.id));
  const { author, sentAt, text, onlyYou } = message;
  const isOwn = isBy(message, user);
  const kind = messageKind(message);
  return (
    <li
      class="row"
      data-from={isOwn ? "you" : author.bot ? "bot" : "other"}
      data-kind={kind}
      data-together={isTogether}
      data-fresh={isFresh}
      data-only-you={onlyYou}
    >
      {isOwn ? null : <Avatar name={author.name} bot={author.bot} />}
      <article class="bubble-frame">
        <p class="byline" data-hidden={isTogether && kind === "plain"}>
          <span class="author">{isOwn ? "You" : author.name}</span>
          {kind === "follow_up" ? (
            <span class="tag" data-look="ember">
              follow-up
            </span>
          ) : null}
          <time dateTime={sentAt} title={momentWords(sentAt)}>
            {timeWords(sentAt)}
          </time>
        </p>
        <div class="bubble">
          <MessageText text={text} />
          <MessageButtons message={message} kind={kind} />
        </div>
        {onlyYou ? (
          <p class="only-you">
            <Icon name="eye" />
            Only you can see this
          </p>
        ) : null}
      </article>
    </li>
  );
}

/** A message of ours that the server has not confirmed yet. */
export function SendingRow({ text }: { readonly text: string }): JSX.Element {
  return (
    <li class="row" data-from="you" data-sending>
      <article class="bubble-frame">
        <p class="byline">
          <span class="author">You</span> sending …
        </p>
        <div class="bubble">
          <MessageText text={text} />
        </div>
      </article>
    </li>
  );
}
