import type { JSX } from "preact";

import type { PersonPanel } from "../../../contract.ts";
import { sentence, sentenceAbout } from "../words/sentences.ts";
import { Section } from "./section.tsx";

const LEVELS = [
  { level: "acquaintance", label: "Acquaintance" },
  { level: "friend", label: "Friend" },
  { level: "close_friend", label: "Close friend" },
] as const satisfies readonly { level: PersonPanel["relationship"]["level"]; label: string }[];

/** How they seem, and how close they are. */
export function RelationshipSection({ panel }: { readonly panel: PersonPanel }): JSX.Element {
  const reached = LEVELS.findIndex(({ level }) => level === panel.relationship.level);
  return (
    <Section title="Mood and relationship" icon="people">
      <p>{panel.mood === null ? <span class="quiet">No mood stands out.</span> : sentence(panel.mood)}</p>
      <ol class="levels" aria-label={`Relationship: ${LEVELS[reached]?.label ?? ""}`}>
        {LEVELS.map(({ level, label }, index) => (
          <li key={level} data-reached={index <= reached} aria-current={index === reached ? "true" : undefined}>
            {label}
          </li>
        ))}
      </ol>
      <p class="quiet">
        {sentenceAbout(panel.name, panel.relationship.words)}{" "}
        {panel.messageCount === 1 ? "1 message so far." : `${String(panel.messageCount)} messages so far.`}
      </p>
    </Section>
  );
}
