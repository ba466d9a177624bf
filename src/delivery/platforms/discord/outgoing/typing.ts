import { Routes } from "discord.js";

import { monotonicMs, SECOND_MS, sleep } from "../../../../kernel/index.ts";
import type { InboxEvent } from "../../../inbox.ts";
import type { DiscordApi } from "../discord-api.ts";

/** Discord shows it for ten seconds. */
const REPEAT_MS = 8 * SECOND_MS;
/** No answer is written for longer. */
const LONGEST_MS = 120 * SECOND_MS;

/** Shows that answers are being written. */
export interface Typing {
  show(event: InboxEvent, channelId: string): void;
  /** The answer is there, or there will be none. */
  stop(event: InboxEvent): void;
}

/** Says so to Discord again and again, until it is stopped. What Discord answers is nobody's concern. */
export function createTyping(api: DiscordApi): Typing {
  const shown = new Map<InboxEvent, AbortController>();

  async function keepShowing(channelId: string, signal: AbortSignal): Promise<void> {
    const beganMs = monotonicMs();
    while (!signal.aborted && monotonicMs() - beganMs < LONGEST_MS) {
      await api.post(Routes.channelTyping(channelId), {}).catch(() => undefined);
      await sleep(REPEAT_MS, signal);
    }
  }

  function stop(event: InboxEvent): void {
    shown.get(event)?.abort();
    shown.delete(event);
  }

  return {
    show: (event, channelId) => {
      if (!shown.has(event)) {
        const controller = new AbortController();
        shown.set(event, controller);
        void keepShowing(channelId, controller.signal);
      }
    },
    stop,
  };
}
