import type { JSX } from "preact";

import type { CommandPicker } from "./use-command-picker.ts";

interface CommandListProps {
  readonly id: string;
  readonly picker: CommandPicker;
}

/** The commands that fit what is being typed. The composer keeps the focus. */
export function CommandList({ id, picker }: CommandListProps): JSX.Element {
  return (
    <ul class="commands" id={id} role="listbox" aria-label="Commands">
      {picker.commands.map((command, index) => (
        <li
          key={command.shown}
          id={`${id}-${String(index)}`}
          role="option"
          aria-selected={index === picker.active}
          onMouseDown={(event) => {
            event.preventDefault();
            picker.pick(command);
          }}
        >
          <code>{command.shown}</code>
          <span>{command.words}</span>
        </li>
      ))}
    </ul>
  );
}
