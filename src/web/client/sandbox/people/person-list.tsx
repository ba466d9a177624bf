import type { JSX } from "preact";

import type { PersonEntry } from "../../../contract.ts";
import { useActions, usePage } from "../state/use-page.ts";
import { agoWords } from "../words/moments.ts";
import { Avatar } from "./avatar.tsx";

/** Everybody that there is; the one we are is marked. */
export function PersonList(): JSX.Element {
  const people = usePage((state) => state.people);
  return (
    <ul class="pick-list" aria-label="People">
      {people.map((person) => (
        <li key={person.name}>
          <PersonButton person={person} />
        </li>
      ))}
    </ul>
  );
}

function PersonButton({ person }: { readonly person: PersonEntry }): JSX.Element {
  const user = usePage((state) => state.user);
  const news = usePage((state) => state.peopleWithNews);
  const now = usePage((state) => state.clock?.now ?? null);
  const { pickPerson } = useActions();
  return (
    <button
      type="button"
      class="pick"
      aria-current={user === person.name ? "true" : undefined}
      onClick={() => {
        pickPerson(person.name);
      }}
    >
      <Avatar name={person.name} />
      <span class="pick-words">
        <span class="pick-name">
          {person.name}
          {person.admin ? <span class="tag">runs the bot</span> : null}
        </span>
        <span class="pick-hint">{seenWords(person.lastMessageAt, now)}</span>
      </span>
      {news.includes(person.name) ? <span class="count">new</span> : null}
    </button>
  );
}

function seenWords(lastMessageAt: string | null, now: string | null): string {
  if (lastMessageAt === null || now === null) {
    return "has not written yet";
  }
  return `wrote ${agoWords(lastMessageAt, now)}`;
}
