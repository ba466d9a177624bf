import type { JSX } from "preact";

import type { PersonPanel } from "../../../contract.ts";
import { sentenceAbout } from "../words/sentences.ts";
import { Section } from "./section.tsx";

const STATES = {
  granted: { label: "Yes", tone: "good" },
  topics_only: { label: "Only about what was told", tone: "good" },
  refused: { label: "No", tone: "bad" },
  asked: { label: "Asked, not answered", tone: "warn" },
  not_asked: { label: "Not asked yet", tone: "quiet" },
} as const satisfies Record<PersonPanel["permission"]["state"], { label: string; tone: string }>;

/** Whether the bot may write. */
export function PermissionSection({ panel }: { readonly panel: PersonPanel }): JSX.Element {
  const { label, tone } = STATES[panel.permission.state];
  return (
    <Section title="Permission" icon="shield">
      <p>
        <span class="badge" data-tone={tone}>
          {label}
        </span>
      </p>
      <p class="quiet">{sentenceAbout(panel.name, panel.permission.words)}</p>
    </Section>
  );
}
