import type { IncomingMessage, ServerResponse } from "node:http";

import { monotonicMs } from "../../../src/kernel/index.ts";
import { ApiError } from "./api-errors.ts";
import { applicationHandlers } from "./application-handlers.ts";
import type { Fault, Faults } from "./faults.ts";
import type { Answer, Call, HandlerParts } from "./handlers.ts";
import { interactionHandlers } from "./interaction-handlers.ts";
import type { Limits } from "./limits.ts";
import { messageHandlers } from "./message-handlers.ts";
import { pause } from "./pace.ts";
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

/** Lets a request fail as it was ordered. */
async function fail(fault: Fault, outlet: Outlet, deliver: () => Answer): Promise<void> {
  switch (fault.type) {
    case "error":
      if (fault.delivered === true) {
        deliver();
      }
      if (fault.status === 429) {
        outlet.sendTooMany({ retryAfterMs: 1000, scope: "user", ...fault });
      } else {
        const { status, code = 0, message = `${status}: an error of the stand-in` } = fault;
        outlet.send({ status, body: { message, code } });
      }
      return;
    case "empty":
      if (fault.delivered === true) {
        deliver();
      }
      outlet.sendEmpty();
      return;
    case "close": {
      const answer = fault.delivered ? deliver() : { status: 200, body: {} };
      outlet.cut(fault.halfWay === true ? answer : null);
      return;
    }
    case "hang":
      await hang(fault, outlet, deliver);
  }
}

async function hang(fault: Extract<Fault, { type: "hang" }>, outlet: Outlet, deliver: () => Answer): Promise<void> {
  const answer = fault.delivered === "at once" ? deliver() : null;
  if (fault.forMs === undefined) {
    return;
  }
  await pause(fault.forMs);
  if (fault.delivered === "never") {
    outlet.cut(null);
  } else {
    outlet.send(answer ?? deliver());
  }
}

/** Where the answer to one request goes. */
class Outlet {
  readonly #parts: RestParts;
  readonly #request: LoggedRequest;
  readonly #response: ServerResponse;

  constructor(parts: RestParts, request: LoggedRequest, response: ServerResponse) {
    this.#parts = parts;
    this.#request = request;
    this.#response = response;
  }

  send({ status, body }: Answer): void {
    if (status === 401 || status === 403) {
      this.#parts.log.invalid += 1;
    }
    this.#note(status);
    if (this.#response.destroyed) {
      return;
    }
    this.#response.statusCode = status;
    if (body === undefined) {
      this.#response.end();
    } else {
      this.#response.setHeader("content-type", "application/json");
      this.#response.end(JSON.stringify(body));
    }
  }

  sendTooMany(limit: {
    readonly retryAfterMs: number;
    readonly scope: "user" | "global" | "shared";
    readonly code?: number;
    readonly message?: string;
  }): void {
    const { retryAfterMs, scope, code = 0, message = "You are being rate limited." } = limit;
    const seconds = (retryAfterMs / 1000).toFixed(3);
    this.#response.setHeader("retry-after", seconds);
    this.#response.setHeader("x-ratelimit-scope", scope);
    if (scope === "global") {
      this.#response.setHeader("x-ratelimit-global", "true");
    }
    this.#parts.log.invalid += scope === "shared" ? 0 : 1;
    this.send({ status: 429, body: { message, retry_after: Number(seconds), global: scope === "global", code } });
  }

  sendEmpty(): void {
    this.#note(200);
    this.#response.setHeader("content-type", "application/json");
    this.#response.end();
  }

  /** Ends the connection; with an answer, in the midst of it. */
  cut(answer: Answer | null): void {
    this.#parts.waiting.changed();
    if (answer === null) {
      this.#response.destroy();
      return;
    }
    const text = JSON.stringify(answer.body ?? {});
    this.#response.writeHead(answer.status, {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(text) + 1,
    });
    this.#response.write(text.slice(0, text.length / 2), () => {
      this.#response.destroy();
    });
  }

  #note(status: number): void {
    this.#request.status = status;
    this.#parts.waiting.changed();
  }
}
