import type { ServerResponse } from "node:http";

import type { Answer } from "./handlers.ts";
import type { LoggedRequest, WritableRequestLog } from "./request-log.ts";
import type { Waiting } from "./waiting.ts";

/** Who keeps account of answers. */
export interface OutletParts {
  readonly log: WritableRequestLog;
  readonly waiting: Waiting;
}

/** Where the answer to one request goes. */
export class Outlet {
  readonly #parts: OutletParts;
  readonly #request: LoggedRequest;
  readonly #response: ServerResponse;

  constructor(parts: OutletParts, request: LoggedRequest, response: ServerResponse) {
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
    // As it was seen: without a type, discord.js takes it for a message that has no id.
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
