import type { JSX } from "preact";

import { ChannelList } from "./channel-list.tsx";
import { NewPersonForm } from "./new-person-form.tsx";
import { PersonList } from "./person-list.tsx";
import { usePage } from "../state/use-page.ts";

/** Who we can be, and where. */
export function PeopleArea(): JSX.Element {
  const version = usePage((state) => state.sandbox?.version ?? "");
  return (
    <aside class="area people-area" aria-label="People and channels">
      <section>
        <h2 class="area-title">You are</h2>
        <PersonList />
        <NewPersonForm label="Somebody new" />
      </section>
      <section>
        <h2 class="area-title">Where</h2>
        <ChannelList />
      </section>
      <p class="fine people-foot">Rekindle {version}</p>
    </aside>
  );
}
