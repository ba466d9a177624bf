import { type Client, DiscordjsError, DiscordjsErrorCodes, Events, GatewayCloseCodes } from "discord.js";

import { DiscordGatewayRefusedError, DiscordTokenRefusedError } from "../refusals.ts";

/** What came of a login. */
export type LoginResult =
  | { readonly type: "in" }
  /** An intent is not enabled in the developer portal. */
  | { readonly type: "intents_refused" }
  /** Waiting changes nothing. */
  | { readonly type: "refused"; readonly error: DiscordTokenRefusedError | DiscordGatewayRefusedError }
  /** Discord cannot be reached, or not now. */
  | { readonly type: "trouble"; readonly error: unknown };

const AUTHENTICATION_FAILED: number = GatewayCloseCodes.AuthenticationFailed;
/** An intent is not enabled in the developer portal. */
export const DISALLOWED_INTENTS: number = GatewayCloseCodes.DisallowedIntents;
const REFUSING_CODES: ReadonlySet<number> = new Set([
  GatewayCloseCodes.InvalidShard,
  GatewayCloseCodes.ShardingRequired,
  GatewayCloseCodes.InvalidAPIVersion,
  GatewayCloseCodes.InvalidIntents,
  GatewayCloseCodes.DisallowedIntents,
]);

/** The error of a close code after which nobody may come back; `null`: one may. */
export function refusalOf(closeCode: number): DiscordTokenRefusedError | DiscordGatewayRefusedError | null {
  if (closeCode === AUTHENTICATION_FAILED) {
    return new DiscordTokenRefusedError();
  }
  return REFUSING_CODES.has(closeCode) ? new DiscordGatewayRefusedError(closeCode) : null;
}

/** Logs in once. A client whose login came to anything but `in` is of no further use. */
export async function logIn(client: Client, token: string): Promise<LoginResult> {
  let closeCode: number | null = null;
  const noteClose = ({ code }: { readonly code: number }): void => {
    closeCode = code;
  };
  client.on(Events.ShardDisconnect, noteClose);
  try {
    await client.login(token);
    return { type: "in" };
  } catch (thrown) {
    return resultOf(thrown, closeCode);
  } finally {
    client.off(Events.ShardDisconnect, noteClose);
  }
}

function resultOf(thrown: unknown, closeCode: number | null): LoginResult {
  if (closeCode === DISALLOWED_INTENTS) {
    return { type: "intents_refused" };
  }
  if (thrown instanceof DiscordjsError && thrown.code === DiscordjsErrorCodes.TokenInvalid) {
    return { type: "refused", error: new DiscordTokenRefusedError({ cause: thrown }) };
  }
  const error = closeCode === null ? null : refusalOf(closeCode);
  return error === null ? { type: "trouble", error: thrown } : { type: "refused", error };
}
