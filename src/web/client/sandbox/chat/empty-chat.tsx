import type { JSX } from "preact";

import { Ember } from "../../look/logo.tsx";
import { usePage } from "../state/use-page.ts";

/** What stands where nothing has been said. */
export function EmptyChat(): JSX.Element {
  const botName = usePage((state) => state.sandbox?.botName ?? "the bot");
  const channel = usePage((state) => state.channel);
  return (
    <div class="empty-chat">
      <Ember />
      {channel === "dm" ? (
        <>
          <h3>Say hello to {botName}</h3>
          <p>Tell of your week: an exam, a trip, something that worries you. It stays between the two of you.</p>
        </>
      ) : (
        <>
          <h3>Nobody has said anything here yet</h3>
          <p>
            Everybody in the sandbox reads this channel. {botName} never brings up here what you said in the direct
            chat.
          </p>
        </>
      )}
    </div>
  );
}
