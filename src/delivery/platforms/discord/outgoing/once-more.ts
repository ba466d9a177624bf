import { DiscordRequestError } from "../discord-request-error.ts";

/**
 * Does what may be done twice, and once more where the connection broke: an idle one may be closed by the other side at the very
 * moment in which it is used.
 */
export async function onceMore<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof DiscordRequestError && thrown.status === null) {
      return work();
    }
    throw thrown;
  }
}
