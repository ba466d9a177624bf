import {
  type APIEmbed,
  MessageFlags,
  type RESTPostAPIChannelMessageJSONBody,
  type RESTPostAPIWebhookWithTokenJSONBody,
} from "discord.js";

import type { Reply } from "../../../inbox.ts";
import { cleanText } from "../text/clean.ts";
import { cutText, LONGEST_EMBED_TEXT, LONGEST_MESSAGE, splitText } from "../text/cut.ts";
import { buttonRows } from "./button-rows.ts";
import type { InteractionRoute, MessageRoute } from "./reply-routes.ts";

/** Nobody is notified by an answer; whoever is answered sees it anyway. */
const PING_NOBODY = { parse: [], replied_user: false };
/** A text of more lines or letters than these reads better in a frame of its own. */
const PLAIN_LINES = 3;
const PLAIN_LENGTH = 400;
const LONGEST_TITLE = 256;

/** What makes one message of an answer that is posted twice. With a key it is the same in every process. */
export function answerNonce(
  { messageId, sent }: MessageRoute,
  { key, index }: { readonly key: string | undefined; readonly index: number },
): string {
  return key === undefined ? `${messageId}-${sent + index}` : `${messageId}-${key}${index}`;
}

/** The messages that answer a message. Each has a nonce, so that a repetition by the client library makes no second one. */
export function messageAnswers(
  route: MessageRoute,
  { text, buttons = [], key }: Reply,
): readonly RESTPostAPIChannelMessageJSONBody[] {
  const parts = splitText(cleanText(text), LONGEST_MESSAGE);
  return parts.map((content, index) => ({
    content,
    allowed_mentions: PING_NOBODY,
    nonce: answerNonce(route, { key, index }),
    enforce_nonce: true,
    ...(index === 0 && route.amongOthers
      ? { message_reference: { message_id: route.messageId, fail_if_not_exists: false } }
      : {}),
    ...(index === parts.length - 1 && buttons.length > 0 ? { components: buttonRows(buttons, null) } : {}),
  }));
}

/** The messages that answer a press or a command. A long answer to a command gets a title and a frame. */
export function interactionAnswers(
  route: InteractionRoute,
  { text, buttons = [], onlyForActor }: Reply,
): readonly RESTPostAPIWebhookWithTokenJSONBody[] {
  const clean = cleanText(text);
  const framed = route.type === "command" && (clean.length > PLAIN_LENGTH || clean.split("\n").length > PLAIN_LINES);
  const parts = splitText(clean, framed ? LONGEST_EMBED_TEXT : LONGEST_MESSAGE);
  // A command is acknowledged as something for its actor alone; that cannot be changed any more.
  const whispered = route.type === "command" || (onlyForActor && route.amongOthers);
  return parts.map((part, index) => ({
    ...(framed ? { embeds: [frame(index === 0 ? route.title : null, part)] } : { content: part }),
    allowed_mentions: PING_NOBODY,
    ...(whispered ? { flags: MessageFlags.Ephemeral as const } : {}),
    ...(index === parts.length - 1 && buttons.length > 0 ? { components: buttonRows(buttons, null) } : {}),
  }));
}

function frame(title: string | null, description: string): APIEmbed {
  return title === null ? { description } : { title: cutText(title, LONGEST_TITLE), description };
}
