import type { JSX } from "preact";

import type { PersonPanel } from "../../../contract.ts";
import { usePage } from "../state/use-page.ts";
import { DecisionsSection } from "./decisions-section.tsx";
import { FactsSection } from "./facts-section.tsx";
import { FollowUpsSection } from "./follow-ups-section.tsx";
import { HoursSection } from "./hours-section.tsx";
import { NextSection } from "./next-section.tsx";
import { PermissionSection } from "./permission-section.tsx";
import { RelationshipSection } from "./relationship-section.tsx";

/** What the bot knows of the person whom we play, what it plans and why, and what it decided before. */
export function PanelArea(): JSX.Element {
  const botName = usePage((state) => state.sandbox?.botName ?? "The bot");
  const user = usePage((state) => state.user) ?? "";
  const panel = usePage((state) => state.panel);
  const isStranger = usePage((state) => state.isStranger);
  return (
    <aside
      class="area panel-area"
      aria-busy={panel === null && !isStranger}
      aria-label={`What ${botName} knows of ${user}`}
    >
      <h2 class="area-title">
        What {botName} knows of {user}
      </h2>
      {panel === null ? null : <Sections panel={panel} />}
      {panel === null && isStranger ? <NothingYet /> : null}
    </aside>
  );
}

function Sections({ panel }: { readonly panel: PersonPanel }): JSX.Element {
  return (
    <>
      <NextSection panel={panel} />
      <PermissionSection panel={panel} />
      <FactsSection facts={panel.facts} />
      <RelationshipSection panel={panel} />
      <FollowUpsSection followUps={panel.followUps} />
      <DecisionsSection decisions={panel.decisions} />
      <HoursSection panel={panel} />
    </>
  );
}

function NothingYet(): JSX.Element {
  return <p class="quiet panel-nothing">Nothing at all, so far. It begins with the first message.</p>;
}
