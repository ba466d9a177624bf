import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";

import {
  type Channel,
  CHANNELS,
  type ErrorAnswer,
  type PatchPerson,
  type PostMessage,
  type PressButton,
} from "../../src/web/contract.ts";
import { FakeSandbox } from "./fake-sandbox.ts";

/** As strict as the real server may be: the page must work under it. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};

interface Refusal extends ErrorAnswer {
  readonly status: number;
}

/** Hands out the built page and answers the whole contract over HTTP. Anything else ends with 500, and is noted in `surprises`. */
export class FakeServer {
  readonly sandbox: FakeSandbox;
  readonly surprises: string[] = [];
  readonly #pageDir: string;
  readonly #streams = new Map<ServerResponse, string>();
  readonly #refusals = new Map<string, Refusal>();
  #server: Server | null = null;
  #port = 0;

  constructor(pageDir: string, sandbox = new FakeSandbox()) {
    this.#pageDir = pageDir;
    this.sandbox = sandbox;
    sandbox.emit = (user, name, data) => {
      for (const [stream, listener] of this.#streams) {
        if (user === null || user === listener) {
          stream.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
        }
      }
    };
  }

  get url(): string {
    return `http://127.0.0.1:${String(this.#port)}/`;
  }

  /** The next call of `"POST /clock"`, say, is refused. */
  refuseNext(
    call: string,
    refusal: { readonly status: number; readonly code: string; readonly message: string },
  ): void {
    const { status, ...error } = refusal;
    this.#refusals.set(call, { status, error });
  }

  async start(port = this.#port): Promise<void> {
    const server = createServer((request, response) => void this.#answer(request, response));
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    this.#server = server;
    this.#port = (server.address() as AddressInfo).port;
  }

  /** Breaks every connection. `start()` comes back under the same address. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (server !== null) {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      this.#streams.clear();
      await closed;
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", this.url);
    const call = `${request.method ?? ""} ${url.pathname.replace(/^\/api\/sandbox/, "")}`;
    try {
      if (!url.pathname.startsWith("/api/")) {
        await this.#handOut(url.pathname, response);
        return;
      }
      const refusal = this.#refusals.get(call);
      if (refusal !== undefined) {
        this.#refusals.delete(call);
        json(response, refusal.status, { error: refusal.error });
      } else if (call === "GET /events") {
        this.#listen(needed(url, "user"), response);
      } else {
        const [status, body] = await this.#call(call, url, await readBody(request));
        json(response, status, body);
      }
    } catch (error) {
      this.surprises.push(`${call}: ${String(error)}`);
      json(response, 500, { error: { code: "NOT_SET", message: `The fake server was not told what to do: ${call}` } });
    }
  }

  async #call(call: string, url: URL, body: unknown): Promise<readonly [status: number, body: unknown]> {
    const { sandbox } = this;
    const person = /^(GET|PATCH) \/people\/([^/]+)$/.exec(call);
    if (person !== null) {
      const name = decodeURIComponent(person[2] ?? "");
      return [
        200,
        person[1] === "GET" ? sandbox.panel(name) : sandbox.setTimeZone(name, (body as PatchPerson).timeZone),
      ];
    }
    if (call.startsWith("POST /clock") && sandbox.isWinding) {
      return [409, { error: { code: "WINDING", message: "The clock winds already." } }];
    }
    switch (call) {
      case "GET /state":
        return [200, sandbox.state()];
      case "GET /clock":
        return [200, sandbox.clock()];
      case "GET /messages":
        return [200, { messages: sandbox.messages(needed(url, "user"), channelOf(needed(url, "channel"))) }];
      case "POST /messages":
        return [201, { message: sandbox.say(body as PostMessage) }];
      case "POST /buttons":
        return [200, { reply: sandbox.press(body as PressButton) }];
      case "POST /clock":
        return [200, await sandbox.wind((body as { advanceHours: number }).advanceHours)];
      case "POST /clock/until-delivery":
        return [200, await sandbox.windUntilDelivery()];
      default:
        throw new Error("no such call");
    }
  }

  #listen(user: string, response: ServerResponse): void {
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    response.write(": hello\n\n");
    this.#streams.set(response, user);
    response.on("close", () => this.#streams.delete(response));
  }

  async #handOut(path: string, response: ServerResponse): Promise<void> {
    const file = normalize(path === "/" ? "/index.html" : path);
    const body = await readFile(join(this.#pageDir, file));
    const type = TYPES[extname(file)];
    if (type === undefined) {
      throw new Error(`nothing is set for files such as ${file}`);
    }
    response.writeHead(200, { "content-type": type, "content-security-policy": CONTENT_SECURITY_POLICY });
    response.end(body);
  }
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

function needed(url: URL, name: string): string {
  const value = url.searchParams.get(name);
  if (value === null || value === "") {
    throw new Error(`the query holds no ${name}`);
  }
  return value;
}

function channelOf(name: string): Channel {
  const channel = CHANNELS.find((known) => known === name);
  if (channel === undefined) {
    throw new Error(`no channel ${name}`);
  }
  return channel;
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  return chunks.length === 0 ? null : (JSON.parse(Buffer.concat(chunks).toString()) as unknown);
}
