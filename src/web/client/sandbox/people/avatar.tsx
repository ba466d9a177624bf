import type { JSX } from "preact";

import { Ember } from "../../look/logo.tsx";

const HUES = 8;

/** A round picture: the ember for the bot, else a letter in a colour of the name's own. */
export function Avatar({ name, bot = false }: { readonly name: string; readonly bot?: boolean }): JSX.Element {
  if (bot) {
    return (
      <span class="avatar" data-bot>
        <Ember />
      </span>
    );
  }
  const hue = Array.from(name).reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % HUES;
  return (
    <span class="avatar" data-hue={hue} aria-hidden="true">
      {Array.from(name)[0]?.toUpperCase() ?? "?"}
    </span>
  );
}
