import { ApplicationCommandType, Routes } from "discord.js";
import { z } from "zod";

import type { Logger } from "../../../../kernel/index.ts";
import type { DiscordApi } from "../discord-api.ts";
import { DiscordCommandTakenError } from "../refusals.ts";
import type { CommandBody } from "./command-bodies.ts";
import { commandShapeSchema, madeByUs, sameCommand } from "./compare-commands.ts";

const existingSchema = z.array(commandShapeSchema.extend({ id: z.string() }));
type Existing = z.infer<typeof existingSchema>[number];
const CHAT_INPUT: number = ApplicationCommandType.ChatInput;
const madeSchema = z.object({ id: z.string() });

/** What is registered now. */
export interface Registration {
  /** Discord's ids of the commands that are ours. */
  readonly ids: ReadonlySet<string>;
  /** Commands that could not be registered, since their names are somebody else's. */
  readonly taken: readonly DiscordCommandTakenError[];
}

/** What is to be registered, and for whom. */
export interface RegistrationTask {
  readonly applicationId: string;
  readonly bodies: readonly CommandBody[];
  /** Whether the application is ours alone: then a command of our name is ours, whatever it looks like. Others stay in any case. */
  readonly ownsAll: boolean;
}

/**
 * Registers our commands for all servers and direct chats. Only what differs is written; a command that is not ours is never touched.
 *
 * @throws DiscordRequestError
 */
export async function registerCommands(
  api: DiscordApi,
  { applicationId, bodies, ownsAll }: RegistrationTask,
  logger: Logger,
): Promise<Registration> {
  const route = Routes.applicationCommands(applicationId);
  const all = existingSchema.parse(await api.get(route));
  const existing = all.filter(({ type }) => (type ?? CHAT_INPUT) === CHAT_INPUT);
  const ids = new Set<string>();
  const taken: DiscordCommandTakenError[] = [];

  for (const body of bodies) {
    const there = existing.find(({ name }) => name === body.name);
    if (there !== undefined && !ownsAll && !isOurs(there, body)) {
      taken.push(new DiscordCommandTakenError(body.name));
    } else if (there !== undefined && sameCommand(there, commandShapeSchema.parse(body))) {
      ids.add(there.id);
    } else {
      const made = madeSchema.parse(
        there === undefined
          ? await api.post(route, body)
          : await api.patch(Routes.applicationCommand(applicationId, there.id), body),
      );
      ids.add(made.id);
      logger.info({ command: body.name }, "a slash command was registered");
    }
  }
  return { ids, taken };
}

function isOurs(there: Existing, body: CommandBody): boolean {
  return madeByUs(there, commandShapeSchema.parse(body));
}
