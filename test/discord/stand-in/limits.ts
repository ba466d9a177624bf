import { monotonicMs } from "../../../src/kernel/index.ts";
import { countsForTheBot, type LoggedRequest } from "./request-log.ts";

/** How strict the stand-in is. */
export interface LimitOptions {
  /** Requests of the bot in a second, over all routes. @defaultValue 50 */
  readonly perSecond?: number;
  /** Messages into one channel. @defaultValue 5 in 5 seconds */
  readonly perChannel?: { readonly messages: number; readonly windowMs: number };
  /** By how much a window is shorter than it says, since requests need differing times on their way. @defaultValue 50 */
  readonly graceMs?: number;
}

interface Allowance {
  readonly headers: Readonly<Record<string, string>>;
  readonly refusal: { readonly retryAfterMs: number; readonly scope: "user" | "global" } | null;
}

/** Counts requests against Discord's limits. */
export interface Limits {
  /** Takes the request into account and says whether it is one too many. */
  admit(request: LoggedRequest): Allowance;
}

interface Window {
  readonly startedAtMs: number;
  used: number;
}

export function createLimits(options: LimitOptions): Limits {
  const { perSecond = 50, perChannel = { messages: 5, windowMs: 5000 }, graceMs = 50 } = options;
  const windows = new Map<string, Window>();

  function use(key: string, lengthMs: number): { readonly used: number; readonly leftMs: number } {
    const nowMs = monotonicMs();
    const open = windows.get(key);
    const isOpen = open !== undefined && nowMs - open.startedAtMs < lengthMs - graceMs;
    const window = isOpen ? open : { startedAtMs: nowMs, used: 0 };
    window.used += 1;
    windows.set(key, window);
    return { used: window.used, leftMs: window.startedAtMs + lengthMs - nowMs };
  }

  return {
    admit: (request) => {
      if (countsForTheBot(request)) {
        const { used, leftMs } = use("bot", 1000);
        if (used > perSecond) {
          return { headers: {}, refusal: { retryAfterMs: leftMs, scope: "global" } };
        }
      }
      if (request.route !== "create-message") {
        return { headers: {}, refusal: null };
      }
      const { used, leftMs } = use(`channel ${request.channelId ?? ""}`, perChannel.windowMs);
      const headers = {
        "x-ratelimit-bucket": "create-message",
        "x-ratelimit-limit": String(perChannel.messages),
        "x-ratelimit-remaining": String(Math.max(0, perChannel.messages - used)),
        "x-ratelimit-reset-after": (leftMs / 1000).toFixed(3),
      };
      const refusal = used > perChannel.messages ? ({ retryAfterMs: leftMs, scope: "user" } as const) : null;
      return { headers, refusal };
    },
  };
}
