import type { IncomingMessage, ServerResponse } from "node:http";

import { monotonicMs } from "../../../src/kernel/index.ts";
import { ApiError } from "./api-errors.ts";
import { applicationHandlers } from "./application-handlers.ts";
import { fail } from "./failing.ts";
import type { Faults } from "./faults.ts";
import type { Answer, Call, HandlerParts } from "./handlers.ts";
import { interactionHandlers } from "./interaction-handlers.ts";
import type { Limits } from "./limits.ts";
import { messageHandlers } from "./message-handlers.ts";
import { Outlet } from "./outlet.ts";
import { placeHandlers } from "./place-handlers.ts";
import { readBody } from "./request-body.ts";
import { countsForTheBot, type LoggedRequest, type WritableRequestLog } from "./request-log.ts";
import { findRoute } from "./route-names.ts";
import type { Waiting } from "./waiting.ts";
import type { World } from "./world.ts";

/** What the REST side needs. */
export interface RestParts extends HandlerParts {
  readonly faults: Faults;
  readonly limits: Limits | null;
  readonly log: WritableRequestLog;
  readonly waiting: Waiting;
  readonly isToken: (token: string) => boolean;
}

const NOT_FOUND: Answer = { status: 404, body: { message: "404: Not Found", code: 0 } };
const UNAUTHORIZED: Answer = { status: 401, body: { message: "401: Unauthorized", code: 0 } };

/** Answers requests as Discord would, and as it was told to fail. */
export function createRest(parts: RestParts): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const handlers = {
    ...applicationHandlers(parts),
    ...placeHandlers(parts),
    ...messageHandlers(parts),
    ...interactionHandlers(parts),
  };

  function handle(request: LoggedRequest, call: Call): Answer {
    if (request.route === "unknown") {
      return NOT_FOUND;
    }
    try {
      return handlers[request.route](call);
    } catch (thrown) {
      if (thrown instanceof ApiError) {
        return { status: thrown.status, body: thrown.body };
      }
      throw thrown;
    }
  }

  return async (incoming, response) => {
    const { request, call } = await receive(parts.world, incoming);
    parts.log.all.push(request);
    parts.waiting.changed();
    const outlet = new Outlet(parts, request, response);

    const token = (incoming.headers.authorization ?? "").replace(/^Bot /u, "");
    if (countsForTheBot(request) && !parts.isToken(token)) {
      outlet.send(UNAUTHORIZED);
      return;
    }
    const { headers, refusal } = parts.limits?.admit(request) ?? { headers: {}, refusal: null };
    Object.entries(headers).forEach(([name, value]) => response.setHeader(name, value));
    if (refusal !== null) {
      parts.log.breaches += 1;
      outlet.sendTooMany(refusal);
      return;
    }
    const fault = parts.faults.take(request);
    if (fault === null) {
      outlet.send(handle(request, call));
    } else {
      await fail(fault, outlet, () => handle(request, call));
    }
  };
}

async function receive(
  world: World,
  incoming: IncomingMessage,
): Promise<{ readonly request: LoggedRequest; readonly call: Call }> {
  const url = new URL(incoming.url ?? "/", "http://127.0.0.1");
  const path = url.pathname.replace(/^\/api(\/v\d+)?/u, "");
  const method = incoming.method ?? "GET";
  const { name, parameters } = findRoute(method, path);
  const { body, files } = await readBody(incoming);
  const channelId = parameters["channel"] ?? null;
  const recipient = (body as { readonly recipient_id?: string } | null)?.recipient_id;
  const chat = channelId === null ? undefined : world.channels.get(channelId);
  const personId = chat?.personId ?? parameters["person"] ?? recipient ?? null;
  return {
    request: { route: name, method, path, channelId, personId, body, atMs: monotonicMs(), status: null },
    call: { parameters, query: url.searchParams, body, files },
  };
}
