import type { RESTPostAPIChannelMessageJSONBody, RouteLike } from "discord.js";

import { monotonicMs, SECOND_MS, sleep } from "../../../../kernel/index.ts";
import type { DiscordApi } from "../discord-api.ts";
import { judge } from "../discord-errors.ts";
import { DiscordRequestError } from "../discord-request-error.ts";

/** Pauses before another try. */
const PAUSES_MS: readonly number[] = [1 * SECOND_MS, 3 * SECOND_MS];
/** After that long it is not tried again: whoever stops the program waits for it. */
const PATIENCE_MS = 8 * SECOND_MS;

/**
 * Posts a message that carries a nonce. Where it did not arrive, or nobody can tell whether it did, it is posted again: with
 * the nonce it stays one message.
 *
 * @throws DiscordRequestError
 */
export async function postOnce(
  api: DiscordApi,
  route: RouteLike,
  body: RESTPostAPIChannelMessageJSONBody,
): Promise<void> {
  const startedMs = monotonicMs();
  for (const pauseMs of PAUSES_MS) {
    try {
      await api.post(route, body);
      return;
    } catch (thrown) {
      if (!isWorthAnother(thrown) || monotonicMs() - startedMs > PATIENCE_MS) {
        throw thrown;
      }
      await sleep(pauseMs);
    }
  }
  await api.post(route, body);
}

/** A rate limit that is told, not waited for, is too long for an answer. */
function isWorthAnother(thrown: unknown): boolean {
  if (!(thrown instanceof DiscordRequestError)) {
    return false;
  }
  const { meaning } = judge(thrown);
  return meaning === "uncertain" || (meaning === "later" && thrown.status === null);
}
