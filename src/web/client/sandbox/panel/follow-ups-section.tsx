import type { JSX } from "preact";

import type { PersonPanel } from "../../../contract.ts";
import { plainText } from "../words/markup.tsx";
import { lengthWords, momentWords } from "../words/moments.ts";
import { sentence } from "../words/sentences.ts";
import { Section } from "./section.tsx";

type FollowUp = PersonPanel["followUps"][number];

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
                {answerWords(followUp)}
              </span>
              <time class="fine" dateTime={followUp.sentAt}>
                {momentWords(followUp.sentAt)}
              </time>
            </p>
            {followUp.words === "" ? null : <p class="quiet">{sentence(followUp.words)}</p>}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function answerWords({ answeredAt, sentAt }: FollowUp): string {
  return answeredAt === null
    ? "No answer yet"
    : `Answered after ${lengthWords(Date.parse(answeredAt) - Date.parse(sentAt))}`;
}
