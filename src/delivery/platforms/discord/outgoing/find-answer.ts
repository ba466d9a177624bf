import { Routes } from "discord.js";
import { z } from "zod";

import type { GivenAnswer } from "../../../inbox.ts";
import { mayReadHistory } from "../client/rights.ts";
import type { DiscordContext } from "../context.ts";
import { cleanText } from "../text/clean.ts";
import { LONGEST_MESSAGE, splitText } from "../text/cut.ts";
import { answerNonce } from "./answer-bodies.ts";
import type { MessageRoute } from "./reply-routes.ts";

/** What is answered comes soon after what it answers. */
const LOOKED_AT = 100;

const messagesSchema = z.array(
  z.object({
    author: z.object({ id: z.string() }),
    content: z.string(),
    nonce: z.union([z.string(), z.number()]).nullish(),
    message_reference: z.object({ message_id: z.string().nullish() }).nullish(),
    components: z.array(z.unknown()).nullish(),
  }),
);
type Listed = z.infer<typeof messagesSchema>[number];

/**
 * Looks behind a message for an answer that may have been given. Whether Discord's lists carry the nonce nobody promises, so the words
 * count as well; where nobody knows the words, so does anything of the bot's own without buttons that stands behind the message.
 *
 * @throws DiscordRequestError
 */
export async function findAnswer(
  context: DiscordContext,
  {
    route,
    serverId,
    given,
  }: { readonly route: MessageRoute; readonly serverId: string | null; readonly given: GivenAnswer },
): Promise<"found" | "absent" | "unreadable"> {
  const client = context.client();
  if (serverId !== null && !mayReadHistory(client, serverId, route.channelId)) {
    return "unreadable";
  }
  const query = { after: route.messageId, limit: String(LOOKED_AT) };
  const listed = messagesSchema.parse(await context.api.get(Routes.channelMessages(route.channelId), { query }));
  const own = listed.filter(({ author }) => author.id === client?.user?.id);
  return own.some((message) => isIt(message, route, given)) ? "found" : "absent";
}

function isIt(message: Listed, route: MessageRoute, { key, text }: GivenAnswer): boolean {
  if (message.nonce === answerNonce(route, { key, index: 0 })) {
    return true;
  }
  const refers = !route.amongOthers || message.message_reference?.message_id === route.messageId;
  if (text !== null) {
    return refers && message.content === splitText(cleanText(text), LONGEST_MESSAGE)[0];
  }
  return refers && (message.components ?? []).length === 0;
}
