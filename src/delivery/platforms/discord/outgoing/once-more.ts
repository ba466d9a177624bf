import { DiscordRequestError } from "../discord-request-error.ts";

/**
 * Does what may be done twice, and once more where the connection broke or Discord stumbled: an idle one may be closed by the other side
 * at the very moment in which it is used, and an error of the gateways in front of Discord is mostly over with the next request.
 */
export async function onceMore<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof DiscordRequestError && (thrown.status === null || thrown.status >= 500)) {
      return work();
    }
    throw thrown;
  }
}
