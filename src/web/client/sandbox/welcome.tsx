import type { JSX } from "preact";

import { Ember } from "../look/logo.tsx";
import { NewPersonForm } from "./people/new-person-form.tsx";
import { PersonList } from "./people/person-list.tsx";
import { usePage } from "./state/use-page.ts";

/** The first screen of somebody who has not picked a person yet. */
export function Welcome(): JSX.Element {
  const botName = usePage((state) => state.sandbox?.botName ?? "the bot");
  const hasModel = usePage((state) => state.sandbox?.modelHint === null);
  return (
    <main class="welcome" id="chat">
      <div class="welcome-card">
        <Ember />
        <h2>A bot that remembers who has gone quiet</h2>
        <p class="lead">
          It writes to them once, kindly, with a reason, and only after a yes. Play somebody, chat with {botName}, wind
          the clock forward, and watch it happen.
        </p>
        <NewPersonForm label="Who do you want to be?" suggestions />
        <Known />
        <p class="fine">
          {hasModel
            ? "All of these people are made up. What they say is sent to the model that you configured."
            : "Nothing leaves this computer, and all of these people are made up."}
        </p>
      </div>
    </main>
  );
}

function Known(): JSX.Element | null {
  const hasPeople = usePage((state) => state.people.length > 0);
  return hasPeople ? (
    <div class="welcome-known">
      <h3>Or go on as</h3>
      <PersonList />
    </div>
  ) : null;
}
