import type { JSX } from "preact";

import { usePage } from "../state/use-page.ts";
import { ChatHeader } from "./chat-header.tsx";
import { Composer } from "./composer.tsx";
import { FirstStepsNote } from "./first-steps-note.tsx";
import { LiveWords } from "./live-words.tsx";
import { MessageList } from "./message-list.tsx";
import { ModelHint } from "./model-hint.tsx";
import { Suggestions } from "./suggestions.tsx";

/** The talk in one channel, and where to write. */
export function ChatArea(): JSX.Element {
  const user = usePage((state) => state.user);
  const channel = usePage((state) => state.channel);
  const place = `${user ?? ""}/${channel}`;
  return (
    <main class="area chat-area" id="chat" aria-label="Chat">
      <ChatHeader />
      <FirstStepsNote />
      <MessageList key={place} />
      <div class="chat-foot">
        <ModelHint />
        <Suggestions />
        <Composer key={place} />
      </div>
      <LiveWords />
    </main>
  );
}
