import {
  type APIActionRowComponent,
  type APIComponentInMessageActionRow,
  ButtonStyle,
  ComponentType,
} from "discord.js";

import type { Button } from "../../../inbox.ts";
import { writeCustomId } from "../custom-ids.ts";

const IN_A_ROW = 5;
const MOST_ROWS = 5;
const LONGEST_LABEL = 80;

/** Buttons as Discord wants them, five in a row. */
export function buttonRows(
  buttons: readonly Button[],
  outboundId: string | null,
): APIActionRowComponent<APIComponentInMessageActionRow>[] {
  const rows: APIActionRowComponent<APIComponentInMessageActionRow>[] = [];
  for (let first = 0; first < Math.min(buttons.length, IN_A_ROW * MOST_ROWS); first += IN_A_ROW) {
    const components = buttons.slice(first, first + IN_A_ROW).map(({ id, label }) => ({
      type: ComponentType.Button as const,
      style: ButtonStyle.Secondary as const,
      label: label.slice(0, LONGEST_LABEL),
      custom_id: writeCustomId({ buttonId: id, outboundId }),
    }));
    rows.push({ type: ComponentType.ActionRow, components });
  }
  return rows;
}
