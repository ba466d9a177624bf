import type { JSX } from "preact";

import type { PersonPanel } from "../../../contract.ts";
import { plainText } from "../words/markup.tsx";
import { momentWords } from "../words/moments.ts";
import { Section } from "./section.tsx";

/** What was sent, newest first, and what came back. */
export function FollowUpsSection({ followUps }: { readonly followUps: PersonPanel["followUps"] }): JSX.Element {
  return (
    <Section title="Follow-ups sent" icon="send">
      {followUps.length === 0 ? <p class="quiet">None so far.</p> : null}
      <ul class="sent">
        {followUps.map((followUp) => (
          <li key={followUp.id}>
            <blockquote>{plainText(followUp.text)}</blockquote>
            <p class="sent-line">
              <span class="badge" data-tone={followUp.answeredAt === null ? "quiet" : "good"}>
                {followUp.words}
              </span>
              <time class="fine" dateTime={followUp.sentAt}>
                {momentWords(followUp.sentAt)}
              </time>
            </p>
          </li>
        ))}
      </ul>
    </Section>
  );
}
