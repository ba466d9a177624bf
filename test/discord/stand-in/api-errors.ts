import type { Payload } from "./payload.ts";

const KNOWN: Readonly<Record<number, readonly [status: number, message: string]>> = {
  0: [404, "404: Not Found"],
  10003: [404, "Unknown Channel"],
  10004: [404, "Unknown Guild"],
  10007: [404, "Unknown Member"],
  10008: [404, "Unknown Message"],
  10013: [404, "Unknown User"],
  10015: [404, "Unknown Webhook"],
  10062: [404, "Unknown interaction"],
  10063: [404, "Unknown application command"],
  20028: [429, "The write action you are performing on the channel has hit the write rate limit"],
  50003: [403, "Cannot execute action on a DM channel"],
  40001: [401, "Unauthorized"],
  40003: [403, "You are opening direct messages too fast"],
  40004: [400, "Send messages has been temporarily disabled"],
  40060: [400, "Interaction has already been acknowledged"],
  40333: [403, "internal network error"],
  50001: [403, "Missing Access"],
  50005: [403, "Cannot edit a message authored by another user"],
  50006: [400, "Cannot send an empty message"],
  50007: [403, "Cannot send messages to this user"],
  50013: [403, "Missing Permissions"],
  50014: [401, "Invalid authentication token provided"],
  50027: [401, "Invalid Webhook Token"],
  50035: [400, "Invalid Form Body"],
  50083: [400, "Thread is archived"],
  50278: [403, "Cannot send messages to this user due to having no mutual guilds"],
  130000: [503, "API resource is currently overloaded. Try again a little later"],
  160002: [400, "Cannot reply without permission to read message history"],
  160005: [400, "Thread is locked"],
  160006: [400, "Maximum number of active threads reached"],
  200000: [400, "Message was blocked by automatic moderation"],
  240000: [400, "Message blocked by harmful links filter"],
};

/** An answer that is no success. */
export class ApiError extends Error {
  readonly status: number;
  readonly body: Payload;

  constructor(status: number, body: Payload) {
    super(`${status} ${JSON.stringify(body)}`);
    this.status = status;
    this.body = body;
  }
}

/** A code of Discord's, with the status and words that belong to it. `status` where it is to be another. */
export function discordError(
  code: number,
  status?: number,
): { readonly type: "error"; readonly status: number; readonly code: number; readonly message: string } {
  const [usual, message] = KNOWN[code] ?? [400, `Error ${code}`];
  return { type: "error", status: status ?? usual, code, message };
}

/** Refuses a request with a code of Discord's. */
export function refuse(code: number): never {
  const { status, message } = discordError(code);
  throw new ApiError(status, { message, code });
}

/** Refuses a body; `field` is what is wrong with it, such as "content", and `why` a sentence. */
export function refuseBody(field: string, why: string): never {
  throw new ApiError(400, {
    message: "Invalid Form Body",
    code: 50035,
    errors: { [field]: { _errors: [{ code: "INVALID", message: why }] } },
  });
}
