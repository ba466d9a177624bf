import {
  type APIChatInputApplicationCommandInteraction,
  type APIApplicationCommandAutocompleteInteraction,
  type APIMessageComponentButtonInteraction,
  SnowflakeUtil,
} from "discord.js";

import { personId } from "../../../../vocabulary/index.ts";
import type { Actor, CommandEvent, CompletionRequest, PressEvent } from "../../../inbox.ts";
import { findChannel } from "../client/find-channel.ts";
import { mayManageServer } from "../client/rights.ts";
import type { FoundCommand } from "../commands/command-directory.ts";
import { fieldValues } from "../commands/field-values.ts";
import type { DiscordContext } from "../context.ts";
import type { ButtonMark } from "../custom-ids.ts";
import { channelPlace, directPlace } from "../places.ts";
import { nameOf } from "./readable-text.ts";

type Interaction =
  | APIChatInputApplicationCommandInteraction
  | APIApplicationCommandAutocompleteInteraction
  | APIMessageComponentButtonInteraction;

/** Who did it, where and when: what every interaction tells. */
type Circumstances = Pick<PressEvent, "actor" | "place" | "at">;

/** A button of ours was pressed; `null`: Discord does not say by whom or where. */
export async function readPress(
  context: DiscordContext,
  interaction: APIMessageComponentButtonInteraction,
  mark: ButtonMark,
): Promise<PressEvent | null> {
  const circumstances = await circumstancesOf(context, interaction);
  return (
    circumstances && {
      type: "press",
      ...circumstances,
      callId: interaction.id,
      messageId: interaction.message.id,
      ...mark,
    }
  );
}

/** A slash command of ours was given. */
export async function readCommand(
  context: DiscordContext,
  interaction: APIChatInputApplicationCommandInteraction,
  { definition, options }: FoundCommand,
): Promise<CommandEvent | null> {
  const circumstances = await circumstancesOf(context, interaction);
  const values = fieldValues(definition, options, interaction.data.resolved);
  return (
    circumstances && { type: "command", ...circumstances, callId: interaction.id, name: definition.name, ...values }
  );
}

/** A field of a slash command of ours is being filled in. */
export async function readCompletion(
  context: DiscordContext,
  interaction: APIApplicationCommandAutocompleteInteraction,
  { definition, options }: FoundCommand,
): Promise<CompletionRequest | null> {
  const circumstances = await circumstancesOf(context, interaction);
  const field = options.find((option) => "focused" in option && option.focused);
  if (circumstances === null || field === undefined || !("value" in field)) {
    return null;
  }
  const { actor, place } = circumstances;
  return { actor, place, command: definition.name, field: field.name, typed: String(field.value) };
}

/** Where an interaction of a direct chat with the bot took place; `null`: it was not there. */
export function directChannelOf({ guild_id: serverId, channel, user }: Interaction): {
  readonly userId: string;
  readonly channelId: string;
} | null {
  return serverId === undefined && user !== undefined && channel !== undefined
    ? { userId: user.id, channelId: channel.id }
    : null;
}

async function circumstancesOf(context: DiscordContext, interaction: Interaction): Promise<Circumstances | null> {
  const { guild_id: serverId, member, user, channel, id } = interaction;
  const at = new Date(SnowflakeUtil.timestampFrom(id));
  if (serverId === undefined) {
    return user === undefined
      ? null
      : {
          at,
          place: directPlace(personId(user.id)),
          actor: await actorOf(context, user.id, { name: nameOf(user), serverAdministrator: false }),
        };
  }
  if (member === undefined || channel === undefined) {
    return null;
  }
  const found = await findChannel({ client: context.client(), api: context.api }, serverId, channel.id);
  const serverAdministrator = mayManageServer(member.permissions);
  return {
    at,
    place: channelPlace(found),
    actor: await actorOf(context, member.user.id, { name: nameOf(member.user, member.nick), serverAdministrator }),
  };
}

async function actorOf(
  context: DiscordContext,
  userId: string,
  seen: Pick<Actor, "name" | "serverAdministrator">,
): Promise<Actor> {
  const id = personId(userId);
  return { id, ...seen, operator: await context.isOperator(id) };
}
