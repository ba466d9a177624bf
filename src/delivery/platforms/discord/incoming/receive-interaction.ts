import {
  type APIApplicationCommandAutocompleteInteraction,
  type APIChatInputApplicationCommandInteraction,
  type APIInteraction,
  type APIMessageComponentButtonInteraction,
  ApplicationCommandType,
  ComponentType,
  InteractionResponseType,
  InteractionType,
  MessageFlags,
  Routes,
} from "discord.js";

import { personId } from "../../../../vocabulary/index.ts";
import type { InboxEvent } from "../../../inbox.ts";
import type { CommandDirectory, FoundCommand } from "../commands/command-directory.ts";
import type { DiscordContext } from "../context.ts";
import { type ButtonMark, readCustomId } from "../custom-ids.ts";
import { DiscordRequestError } from "../discord-request-error.ts";
import { onceMore } from "../outgoing/once-more.ts";
import type { InteractionRoute } from "../outgoing/reply-routes.ts";
import { directChannelOf, readCommand, readCompletion, readPress } from "./incoming-interaction.ts";
import type { Subscribers } from "./subscribers.ts";

/** What interactions are handed to. */
export interface InteractionParts {
  readonly context: DiscordContext;
  readonly directory: CommandDirectory;
  readonly subscribers: Subscribers;
  /** Has an event handled; its answers go where the route says. */
  deliver(event: InboxEvent, route: InteractionRoute): Promise<void>;
}

/** Reads a press, a command or a field that is being filled in, if it is ours: others' are left to others. */
export async function receiveInteraction(parts: InteractionParts, interaction: APIInteraction): Promise<void> {
  if (isButton(interaction)) {
    const mark = readCustomId(interaction.data.custom_id);
    if (mark !== null) {
      await receivePress(parts, interaction, mark);
    }
  } else if (isChatInput(interaction)) {
    const found = await parts.directory.find(interaction.data);
    if (found !== null) {
      await receiveCommand(parts, interaction, found);
    }
  } else if (interaction.type === InteractionType.ApplicationCommandAutocomplete) {
    await receiveCompletion(parts, interaction);
  }
}

function isChatInput(interaction: APIInteraction): interaction is APIChatInputApplicationCommandInteraction {
  return (
    interaction.type === InteractionType.ApplicationCommand &&
    interaction.data.type === ApplicationCommandType.ChatInput
  );
}

function isButton(interaction: APIInteraction): interaction is APIMessageComponentButtonInteraction {
  return (
    interaction.type === InteractionType.MessageComponent && interaction.data.component_type === ComponentType.Button
  );
}

async function receivePress(
  parts: InteractionParts,
  interaction: APIMessageComponentButtonInteraction,
  mark: ButtonMark,
): Promise<void> {
  // Acknowledged without a trace: an answer, if there is one, is a message of its own.
  if (!(await acknowledge(parts, interaction, { type: InteractionResponseType.DeferredMessageUpdate }))) {
    return;
  }
  const event = await readPress(parts.context, interaction, mark);
  if (event !== null) {
    await noteDirectChannel(parts, interaction);
    await parts.deliver(event, routeOf(interaction, { type: "press", title: "" }));
  }
}

async function receiveCommand(
  parts: InteractionParts,
  interaction: APIChatInputApplicationCommandInteraction,
  found: FoundCommand,
): Promise<void> {
  const response = {
    type: InteractionResponseType.DeferredChannelMessageWithSource,
    data: { flags: MessageFlags.Ephemeral },
  };
  if (!(await acknowledge(parts, interaction, response))) {
    return;
  }
  const event = await readCommand(parts.context, interaction, found);
  if (event !== null) {
    await noteDirectChannel(parts, interaction);
    const title = ["/" + event.name, ...event.words].join(" ");
    await parts.deliver(event, routeOf(interaction, { type: "command", title }));
  }
}

const MOST_CHOICES = 25;
const LONGEST_CHOICE = 100;

/** Whatever happens, an answer is given: an empty list where there is nothing to offer. */
async function receiveCompletion(
  { context, directory, subscribers }: InteractionParts,
  interaction: APIApplicationCommandAutocompleteInteraction,
): Promise<void> {
  const found = await directory.find(interaction.data);
  if (found === null) {
    return;
  }
  const request = await readCompletion(context, interaction, found);
  const values = request === null ? [] : await subscribers.completion(request).catch(() => []);
  const choices = values
    .filter((value) => value !== "" && value.length <= LONGEST_CHOICE) // one that is cut would be another value
    .slice(0, MOST_CHOICES)
    .map((value) => ({ name: value, value }));
  const response = { type: InteractionResponseType.ApplicationCommandAutocompleteResult, data: { choices } };
  await context.api
    .post(Routes.interactionCallback(interaction.id, interaction.token), response, { auth: false })
    .catch(() => undefined); // whoever typed has typed on
}

const ALREADY_ACKNOWLEDGED = 40_060;

/**
 * Tells Discord that the call arrived. False: another process of this bot has it.
 *
 * Where it fails otherwise the call is handled all the same: a *Stop* counts, whether or not it can be answered.
 */
async function acknowledge(
  { context }: InteractionParts,
  { id, token }: APIInteraction,
  response: object,
): Promise<boolean> {
  let tries = 0;
  try {
    await onceMore(() => {
      tries += 1;
      return context.api.post(Routes.interactionCallback(id, token), response, { auth: false });
    });
    return true;
  } catch (thrown) {
    if (thrown instanceof DiscordRequestError && thrown.discordCode === ALREADY_ACKNOWLEDGED) {
      return tries > 1; // then it may have been our own first try that arrived
    }
    context.logger.warn({ error: String(thrown) }, "a press or a command could not be acknowledged");
    return true;
  }
}

function routeOf(
  { application_id: applicationId, token, guild_id: serverId }: APIInteraction,
  { type, title }: Pick<InteractionRoute, "type" | "title">,
): InteractionRoute {
  return { type, applicationId, token, title, amongOthers: serverId !== undefined, sent: 0 };
}

async function noteDirectChannel(
  { context }: InteractionParts,
  interaction: APIMessageComponentButtonInteraction | APIChatInputApplicationCommandInteraction,
): Promise<void> {
  const direct = directChannelOf(interaction);
  if (direct !== null) {
    await context.directChannels.seen(personId(direct.userId), direct.channelId);
  }
}
