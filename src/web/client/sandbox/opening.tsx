import type { JSX } from "preact";

import { Ember } from "../look/logo.tsx";
import { useActions, usePage } from "./state/use-page.ts";

/** Before the server has answered for the first time. */
export function Opening(): JSX.Element {
  const isAway = usePage((state) => state.connection === "away");
  const { reconnect } = useActions();
  return (
    <main class="opening" aria-busy={!isAway}>
      <Ember />
      {isAway ? (
        <div role="alert" class="opening-words">
          <h1>Rekindle is not answering</h1>
          <p>
            Is it still running in its terminal? Start it with <code>npm start</code>. This page tries again by itself.
          </p>
          <button type="button" class="button" onClick={reconnect}>
            Try again now
          </button>
        </div>
      ) : (
        <p class="opening-words">Lighting the fire …</p>
      )}
    </main>
  );
}
