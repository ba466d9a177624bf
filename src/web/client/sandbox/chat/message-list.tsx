import type { JSX } from "preact";

import type { Message } from "../../../contract.ts";
import { useNow } from "../clock/use-now.ts";
import { Icon } from "../../look/icon.tsx";
import { usePage } from "../state/use-page.ts";
import { dayKey, daySeparatorWords } from "../words/moments.ts";
import { EmptyChat } from "./empty-chat.tsx";
import { MessageRow, SendingRow } from "./message-row.tsx";
import { useStickToEnd } from "./use-stick-to-end.ts";
import { WritingRow } from "./writing-row.tsx";

/** Messages this close, by the same author, stand together under one name. */
const TOGETHER_MS = 5 * 60_000;

/** What was said in the channel, oldest first, by days. */
export function MessageList(): JSX.Element {
  const messages = usePage((state) => state.messages[state.channel]);
  const sending = usePage((state) => state.sending);
  const channel = usePage((state) => state.channel);
  const mine = sending.filter((one) => one.channel === channel);
  const now = useNow();
  const { listRef, isBehind, toEnd } = useStickToEnd(usePage((state) => state.jumps));
  return (
    <div class="messages-frame">
      {/* Focusable, so that the arrow keys scroll it. */}
      <div
        class="messages"
        ref={listRef}
        tabIndex={0}
        role="region"
        aria-label="Messages"
        aria-busy={messages === undefined}
      >
        <ol class="message-list">
          {(messages ?? []).map((message, index) => (
            <Entry key={message.id} message={message} before={messages?.[index - 1]} now={now ?? message.sentAt} />
          ))}
          {mine.map(({ key, text }) => (
            <SendingRow key={key} text={text} />
          ))}
          <WritingRow />
        </ol>
        {messages?.length === 0 && mine.length === 0 ? <EmptyChat /> : null}
      </div>
      {isBehind ? (
        <button type="button" class="button to-end" data-look="plain" onClick={toEnd}>
          <Icon name="down" />
          Newest
        </button>
      ) : null}
    </div>
  );
}

interface EntryProps {
  readonly message: Message;
  readonly before: Message | undefined;
  readonly now: string;
}

function Entry({ message, before, now }: EntryProps): JSX.Element {
  const isNewDay = before === undefined || dayKey(before.sentAt) !== dayKey(message.sentAt);
  const isTogether =
    !isNewDay &&
    before.author.id === message.author.id &&
    before.onlyYou === message.onlyYou &&
    Date.parse(message.sentAt) - Date.parse(before.sentAt) < TOGETHER_MS;
  return (
    <>
      {isNewDay ? (
        <li class="day" role="separator">
          <span>{daySeparatorWords(message.sentAt, now)}</span>
        </li>
      ) : null}
      <MessageRow message={message} isTogether={isTogether} />
    </>
  );
}
