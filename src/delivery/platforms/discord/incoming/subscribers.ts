import type { CompletionRequest, Inbox, InboxEvent, PlatformNews } from "../../../inbox.ts";

/** Who handles what comes in: nobody at first. */
export interface Subscribers extends Pick<Inbox, "subscribe" | "subscribeNews" | "complete"> {
  event(event: InboxEvent): Promise<void>;
  news(news: PlatformNews): Promise<void>;
  completion(request: CompletionRequest): Promise<readonly string[]>;
}

/** One handler of each kind; the last one that subscribes. */
export function createSubscribers(): Subscribers {
  let handleEvent: (event: InboxEvent) => Promise<void> = async () => undefined;
  let handleNews: (news: PlatformNews) => Promise<void> = async () => undefined;
  let complete: (request: CompletionRequest) => Promise<readonly string[]> = async () => [];
  return {
    subscribe: (handler) => {
      handleEvent = handler;
    },
    subscribeNews: (handler) => {
      handleNews = handler;
    },
    complete: (handler) => {
      complete = handler;
    },
    event: (event) => handleEvent(event),
    news: (news) => handleNews(news),
    completion: (request) => complete(request),
  };
}
