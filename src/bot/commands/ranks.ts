import type { Actor, CommandDefinition } from "../../delivery/index.ts";
import type { Place } from "../../vocabulary/index.ts";

/** Whether somebody may give a command there. An administrator's rights end with their server. */
export function mayGive(
  { rank }: Pick<CommandDefinition, "rank">,
  { actor, place }: { readonly actor: Actor; readonly place: Place },
): boolean {
  switch (rank) {
    case "anyone":
      return true;
    case "operator":
      return actor.operator;
    case "administrator":
      return actor.operator || (actor.serverAdministrator && place.serverId !== null);
  }
}
