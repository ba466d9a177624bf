import type { JSX } from "preact";

import type { PersonPanel } from "../../../contract.ts";
import { momentWords } from "../words/moments.ts";
import { sentence } from "../words/sentences.ts";
import { Section } from "./section.tsx";

/** What is known, each with the words that it comes from. */
export function FactsSection({ facts }: { readonly facts: PersonPanel["facts"] }): JSX.Element {
  return (
    <Section title="What I know" icon="bookmark">
      {facts.length === 0 ? (
        <p class="quiet">
          Nothing yet. Before a yes, only the number of messages and the time of the last one are kept.
        </p>
      ) : null}
      <ul class="facts">
        {facts.map(({ id, words, source, place, notedAt }) => (
          <li key={id}>
            <p class="fact-words">{sentence(words)}</p>
            {source === null ? null : <blockquote>{source}</blockquote>}
            <p class="fine">
              {place}, {momentWords(notedAt)}
            </p>
          </li>
        ))}
      </ul>
    </Section>
  );
}
