import { useEffect, useState } from "preact/hooks";

import { usePage } from "../state/use-page.ts";
import { type Command, matchingCommands } from "./commands.ts";

/** What the composer and the list over it share. */
export interface CommandPicker {
  /** What fits; empty where the list is not to be shown. */
  readonly commands: readonly Command[];
  readonly active: number;
  pick(command: Command): void;
  /** @returns whether the key was meant for the list. */
  onKeyDown(event: KeyboardEvent): boolean;
}

/** The list of commands over the composer: arrows move, Tab or Enter takes, Escape closes. */
export function useCommandPicker(text: string, onPick: (text: string) => void): CommandPicker {
  const user = usePage((state) => state.user);
  const isAdmin = usePage((state) => state.people.some((person) => person.name === user && person.admin));
  const [active, setActive] = useState(0);
  const [closedFor, setClosedFor] = useState<string | null>(null);
  const commands = closedFor === text ? [] : matchingCommands(text, isAdmin);

  useEffect(() => {
    setActive(0);
  }, [text]);

  function pick(command: Command): void {
    onPick(command.text);
  }

  function onKeyDown({ key, shiftKey }: KeyboardEvent): boolean {
    const chosen = commands[active];
    if (chosen === undefined) {
      return false;
    }
    switch (key) {
      case "ArrowDown":
        setActive((active + 1) % commands.length);
        return true;
      case "ArrowUp":
        setActive((active + commands.length - 1) % commands.length);
        return true;
      case "Enter":
      case "Tab":
        if (shiftKey || (key === "Enter" && isComplete(text))) {
          return false;
        }
        pick(chosen);
        return true;
      case "Escape":
        setClosedFor(text);
        return true;
      default:
        return false;
    }
  }

  return { commands, active, pick, onKeyDown };
}

/** A command that can be sent as it stands, although a longer one begins with it. */
function isComplete(text: string): boolean {
  return matchingCommands(text.slice(0, -1), true).some(
    (command) => command.text === text.toLowerCase() && !text.endsWith("@"),
  );
}
