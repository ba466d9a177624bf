import { authorsOf, isKnown } from "../conversation/index.ts";
import { transactionRepeated } from "../database/index.ts";
import type { PlatformNews } from "../delivery/index.ts";
import { followDeletion, followEdit, followLeaving } from "../follow-ups/index.ts";
import { forgetDirectChat } from "../outbound/index.ts";
import { forgetPlacesJob, type PlaceFilter, placeParameters } from "../vocabulary/index.ts";
import type { BotParts } from "./bot-parts.ts";
import { storable } from "./storable.ts";

/** What was said was changed or deleted, somebody left, or the bot lost a place: what is kept follows. */
export async function handleNews(parts: BotParts, news: PlatformNews): Promise<void> {
  switch (news.type) {
    case "edited":
      await edited(parts, news);
      break;
    case "deleted":
      await deleted(parts, news.messageIds);
      break;
    case "person-left":
      await personLeft(parts, news);
      break;
    case "server-left":
      await placesLost(parts, { serverId: news.serverId });
      break;
    case "channel-gone":
      await forgetDirectChat(parts.database, news.channelId);
      await placesLost(parts, { channelId: news.channelId });
      break;
  }
}

async function edited(
  { database, followUps }: BotParts,
  { messageId, text }: Extract<PlatformNews, { type: "edited" }>,
): Promise<void> {
  for (const person of await authorsOf(database, [messageId])) {
    const change = { person, messageId, text: storable(text) };
    await transactionRepeated(database, (transaction) => followEdit(followUps, transaction, change));
  }
}

async function deleted({ database, followUps }: BotParts, messageIds: readonly string[]): Promise<void> {
  for (const person of await authorsOf(database, messageIds)) {
    await transactionRepeated(database, (transaction) =>
      followDeletion(followUps, transaction, { person, messageIds }),
    );
  }
}

async function personLeft(
  { database, followUps }: BotParts,
  { person, serverId }: Extract<PlatformNews, { type: "person-left" }>,
): Promise<void> {
  if (await isKnown(database, person)) {
    await transactionRepeated(database, (transaction) => followLeaving(followUps, transaction, { person, serverId }));
  }
}

/** People may be many: a job forgets them one by one, and a process that is killed meanwhile leaves none behind. */
async function placesLost({ followUps }: BotParts, places: PlaceFilter): Promise<void> {
  const [serverId, channelId] = placeParameters(places);
  await followUps.scheduler.schedule(
    forgetPlacesJob,
    { serverId, channelId },
    { key: serverId ?? channelId ?? "", mode: "keep" },
  );
}
