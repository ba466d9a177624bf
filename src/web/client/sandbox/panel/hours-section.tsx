import type { JSX } from "preact";

import type { PersonPanel } from "../../../contract.ts";
import { useId } from "../../look/use-id.ts";
import { useActions } from "../state/use-page.ts";
import { BROWSER_ZONE } from "../words/moments.ts";
import { sentence } from "../words/sentences.ts";
import { Section } from "./section.tsx";

/** By continent: the part before the first slash. */
const ZONES_BY_REGION = Object.entries(
  Object.groupBy(Intl.supportedValuesOf("timeZone"), (zone) =>
    zone.includes("/") ? zone.slice(0, zone.indexOf("/")) : "Other",
  ),
);

/** Where the person lives, as far as the clock is concerned, and the hours that follow from it. */
export function HoursSection({ panel }: { readonly panel: PersonPanel }): JSX.Element {
  const { setTimeZone } = useActions();
  const id = useId();
  const zone = panel.timeZone ?? "";
  return (
    <Section title="Hours" icon="moon">
      <p class="quiet">{sentence(panel.hours)}</p>
      <label for={id} class="field-label">
        Time zone of {panel.name}
      </label>
      <select
        id={id}
        class="field"
        value={zone}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          void setTimeZone(chosen === "" ? null : chosen);
        }}
      >
        <option value="">Not known</option>
        <option value="UTC">UTC</option>
        {isListed(zone) ? null : <option value={zone}>{zone}</option>}
        {ZONES_BY_REGION.map(([region, zones]) => (
          <optgroup key={region} label={region}>
            {(zones ?? []).map((one) => (
              <option key={one} value={one}>
                {one.replaceAll("_", " ")}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
      {panel.timeZone === BROWSER_ZONE ? null : (
        <button type="button" class="link-button" onClick={() => void setTimeZone(BROWSER_ZONE)}>
          Same as mine: {BROWSER_ZONE}
        </button>
      )}
    </Section>
  );
}

function isListed(zone: string): boolean {
  return zone === "" || zone === "UTC" || Intl.supportedValuesOf("timeZone").includes(zone);
}
