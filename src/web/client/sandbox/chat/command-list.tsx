import type { JSX } from "preact";

import type { Command } from "./commands.ts";

interface CommandListProps {
  readonly id: string;
  readonly commands: readonly Command[];
  readonly active: number;
  readonly onPick: (command: Command) => void;
}

/** The commands that fit what is being typed. The composer keeps the focus and moves `active`. */
export function CommandList({ id, commands, active, onPick }: CommandListProps): JSX.Element {
  return (
    <ul class="commands" id={id} role="listbox" aria-label="Commands">
      {commands.map((command, index) => (
        <li
          key={command.shown}
          id={`${id}-${String(index)}`}
          role="option"
          aria-selected={index === active}
          onMouseDown={(event) => {
            event.preventDefault();
            onPick(command);
          }}
        >
          <code>{command.shown}</code>
          <span>{command.words}</span>
        </li>
      ))}
    </ul>
  );
}
