import type { PlatformNews } from "../../../inbox.ts";
import type { EventPump } from "../event-pump.ts";
import type { Subscribers } from "./subscribers.ts";

/**
 * Has news handled one after the other: an edit before the deletion that followed it, and what is said about a message after the message.
 * Deletions that have to wait are told together.
 */
export function createNewsLine(
  { pump, subscribers }: { readonly pump: EventPump; readonly subscribers: Subscribers },
  beingHandled: ReadonlyMap<string, Promise<void>>,
): (news: PlatformNews | null) => void {
  let lastNews: Promise<void> = Promise.resolve();
  /** The deletion that was received last, if it waits for news before it. */
  let waitingDeletion: string[] | null = null;

  return (news) => {
    if (news?.type === "deleted" && waitingDeletion !== null) {
      waitingDeletion.push(...news.messageIds);
    } else if (news !== null) {
      const ids = news.type === "deleted" ? [...news.messageIds] : null;
      waitingDeletion = ids;
      const before = lastNews;
      lastNews = pump.run(async () => {
        await before;
        waitingDeletion = waitingDeletion === ids ? null : waitingDeletion;
        const whole: PlatformNews = ids === null ? news : { type: "deleted", messageIds: ids };
        await Promise.all(concerned(whole, beingHandled));
        await subscribers.news(whole);
      });
    }
  };
}

/** The messages in work that the news may be about; with a server or a channel, that may be any. */
function concerned(news: PlatformNews, beingHandled: ReadonlyMap<string, Promise<void>>): readonly Promise<void>[] {
  switch (news.type) {
    case "edited":
      return [beingHandled.get(news.messageId)].filter((work) => work !== undefined);
    case "deleted":
      return news.messageIds.map((id) => beingHandled.get(id)).filter((work) => work !== undefined);
    case "person-left":
    case "server-left":
    case "channel-gone":
      return [...beingHandled.values()];
  }
}
