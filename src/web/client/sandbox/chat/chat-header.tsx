import type { JSX } from "preact";

import { Icon } from "../../look/icon.tsx";
import { Avatar } from "../people/avatar.tsx";
import { useActions, usePage } from "../state/use-page.ts";

/** Where we are; on narrow screens also who. */
export function ChatHeader(): JSX.Element {
  const user = usePage((state) => state.user) ?? "";
  const channelId = usePage((state) => state.channel);
  const channel = usePage((state) => state.sandbox?.channels.find(({ id }) => id === channelId));
  const { showArea } = useActions();
  return (
    <div class="chat-header">
      <div class="chat-place">
        <h2 class="chat-title">
          {channelId === "dm" ? null : <Icon name="hash" />}
          {channel?.label ?? channelId}
        </h2>
        <p class="chat-hint">{channel?.hint}</p>
      </div>
      <button
        type="button"
        class="who"
        aria-label={`You are ${user}. Pick another person or channel`}
        onClick={() => {
          showArea("people");
        }}
      >
        <Avatar name={user} />
        <span>{user}</span>
        <Icon name="chevron" />
      </button>
    </div>
  );
}
