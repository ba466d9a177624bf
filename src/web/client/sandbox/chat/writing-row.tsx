import type { JSX } from "preact";

import { Avatar } from "../people/avatar.tsx";
import { usePage } from "../state/use-page.ts";

/** The dots, while an answer is expected. */
export function WritingRow(): JSX.Element | null {
  const isWriting = usePage((state) => state.botIsWriting && state.channel === "dm");
  const botName = usePage((state) => state.sandbox?.botName ?? "");
  if (!isWriting) {
    return null;
  }
  return (
    <li class="row writing" data-from="bot">
      <Avatar name={botName} bot />
      <span class="bubble" role="status" aria-label={`${botName} is writing`}>
        <i />
        <i />
        <i />
      </span>
    </li>
  );
}
