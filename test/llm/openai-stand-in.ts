import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as it arrived. */
export interface StandInRequest {
  readonly method: string;
  /** Below the base URL: "/chat/completions". */
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  /** The body, parsed; `null` where there is none. */
  readonly body: ChatBody | null;
  /** Resolves when the answer was sent completely or the connection ended. */
  readonly closed: Promise<"answered" | "cut">;
}

/** What we read of a chat request. Further fields may be there. */
export interface ChatBody {
  readonly model: string;
  readonly messages: readonly { readonly role: "system" | "user" | "assistant"; readonly content: string }[];
  readonly max_tokens?: number;
  readonly max_completion_tokens?: number;
}

/** What the stand-in does with a chat request. */
export type Behaviour =
  | {
      readonly type: "answer";
      readonly text: string | ((body: ChatBody) => string | Promise<string>);
      readonly finishReason?: string;
    }
  /** Takes the request and never says a word. */
  | { readonly type: "hang" }
  /** Sends headers and half a body, and no more. */
  | { readonly type: "hang-half-way" }
  /** Sends headers and half a body, then cuts the connection. */
  | { readonly type: "close-half-way" }
  | {
      readonly type: "error";
      readonly status: number;
      readonly headers?: Record<string, string>;
      readonly body?: unknown;
    }
  /** A success whose body is sent as it is. */
  | { readonly type: "raw"; readonly body: string; readonly contentType?: string }
  /** As OpenAI does it: no content, a refusal beside it, "stop". */
  | { readonly type: "refuse"; readonly refusal: string };

export interface OpenAIStandInOptions {
  /** What `GET /models` lists. @defaultValue ["stand-in-model"] */
  readonly models?: readonly string[];
  /** Other keys are answered with 401. @defaultValue every key, and none, is let in */
  readonly apiKey?: string;
}

/** An OpenAI-compatible service on the loopback, for tests and trials. Until told otherwise it answers "Hello there." */
export interface OpenAIStandIn {
  readonly baseUrl: string;
  /** All requests so far, oldest first. */
  readonly requests: readonly StandInRequest[];
  /** The chat requests among them. */
  chats(): readonly StandInRequest[];
  /** From now on. */
  behave(behaviour: Behaviour): void;
  /** For the next chat request alone; several calls make a queue. */
  behaveOnce(behaviour: Behaviour): void;
  /** From now on. */
  listModels(answer: readonly string[] | Extract<Behaviour, { type: "error" | "raw" | "hang" }>): void;
  /** The next request that arrives after this call. */
  nextRequest(): Promise<StandInRequest>;
  /** Cuts what is open, and ends. */
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

type ModelList = Parameters<OpenAIStandIn["listModels"]>[0];

export async function startOpenAIStandIn(options: OpenAIStandInOptions = {}): Promise<OpenAIStandIn> {
  const requests: StandInRequest[] = [];
  const queue: Behaviour[] = [];
  const waiting: ((request: StandInRequest) => void)[] = [];
  let standing: Behaviour = { type: "answer", text: "Hello there." };
  let models: ModelList = options.models ?? ["stand-in-model"];

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await receive(incoming, response);
    requests.push(request);
    waiting.splice(0).forEach((resolve) => {
      resolve(request);
    });
    await answer(request, response);
  }

  async function answer(request: StandInRequest, response: ServerResponse): Promise<void> {
    if (options.apiKey !== undefined && request.headers.authorization !== `Bearer ${options.apiKey}`) {
      const error = {
        message: "Incorrect API key provided",
        type: "invalid_request_error",
        param: null,
        code: "invalid_api_key",
      };
      sendJson(response, { status: 401, body: { error } });
    } else if (request.method === "GET" && request.path === "/models") {
      sendModels(response, models);
    } else if (request.method === "POST" && request.path === "/chat/completions" && request.body !== null) {
      await perform(queue.shift() ?? standing, request.body, response);
    } else {
      sendJson(response, { status: 404, body: { error: { message: `no route ${request.path}` } } });
    }
  }

  const server = createServer((incoming, response) => {
    handle(incoming, response).catch((thrown: unknown) => {
      sendJson(response, {
        status: 500,
        body: { error: { message: `the stand-in itself failed: ${String(thrown)}` } },
      });
    });
  });
  const baseUrl = await listen(server);

  return {
    baseUrl,
    requests,
    chats: () => requests.filter(({ path }) => path === "/chat/completions"),
    behave: (behaviour) => {
      standing = behaviour;
    },
    behaveOnce: (behaviour) => {
      queue.push(behaviour);
    },
    listModels: (list) => {
      models = list;
    },
    nextRequest: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
      }),
    stop: () => stopServer(server),
    [Symbol.asyncDispose]: () => stopServer(server),
  };
}

async function listen(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

async function stopServer(server: Server): Promise<void> {
  if (server.listening) {
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
  }
}

async function receive(incoming: IncomingMessage, response: ServerResponse): Promise<StandInRequest> {
  const closed = new Promise<"answered" | "cut">((resolve) => {
    response.once("close", () => {
      resolve(response.writableFinished ? "answered" : "cut");
    });
  });
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) {
    chunks.push(chunk as Buffer);
  }
  const text = Buffer.concat(chunks).toString();
  return {
    method: incoming.method ?? "",
    path: (incoming.url ?? "").replace(/^\/v1/u, ""),
    headers: incoming.headers,
    body: text === "" ? null : (JSON.parse(text) as ChatBody),
    closed,
  };
}

async function perform(behaviour: Behaviour, body: ChatBody, response: ServerResponse): Promise<void> {
  switch (behaviour.type) {
    case "answer": {
      const content = typeof behaviour.text === "string" ? behaviour.text : await behaviour.text(body);
      sendJson(response, { status: 200, body: completion(body, { content }, behaviour.finishReason) });
      return;
    }
    case "refuse":
      sendJson(response, { status: 200, body: completion(body, { content: null, refusal: behaviour.refusal }) });
      return;
    case "error":
      sendJson(response, {
        body: { error: { message: "an error of the stand-in", type: "server_error" } },
        ...behaviour,
      });
      return;
    case "raw":
      sendRaw(response, behaviour);
      return;
    case "hang":
      return;
    case "hang-half-way":
      sendHalf(response, body);
      return;
    case "close-half-way":
      sendHalf(response, body).once("drained", () => {
        response.destroy();
      });
  }
}

/** Promises more than it sends; "drained" tells that the half has left. */
function sendHalf(response: ServerResponse, body: ChatBody): ServerResponse {
  const text = JSON.stringify(completion(body, { content: "Hello there." }));
  response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(text) });
  response.write(text.slice(0, text.length / 2), () => response.emit("drained"));
  return response;
}

function sendModels(response: ServerResponse, models: ModelList): void {
  if ("type" in models) {
    if (models.type === "raw") {
      sendRaw(response, models);
    } else if (models.type === "error") {
      sendJson(response, { body: {}, ...models });
    }
    return;
  }
  const data = models.map((id) => ({ id, object: "model", created: 1_700_000_000, owned_by: "stand-in" }));
  sendJson(response, { status: 200, body: { object: "list", data } });
}

function sendRaw(response: ServerResponse, { body, contentType }: Extract<Behaviour, { type: "raw" }>): void {
  response.writeHead(200, { "content-type": contentType ?? "application/json" }).end(body);
}

function sendJson(
  response: ServerResponse,
  answer: { status: number; body: unknown; headers?: Record<string, string> },
): void {
  response
    .writeHead(answer.status, { "content-type": "application/json", ...answer.headers })
    .end(JSON.stringify(answer.body));
}

/** Every word counts as a token. */
function completion(
  body: ChatBody,
  message: { content: string | null; refusal?: string },
  finishReason = "stop",
): object {
  const prompt = wordCount(body.messages.map(({ content }) => content).join(" "));
  const written = wordCount(message.content ?? message.refusal ?? "");
  return {
    id: "chatcmpl-stand-in",
    object: "chat.completion",
    created: 1_700_000_000,
    model: body.model,
    choices: [{ index: 0, message: { role: "assistant", ...message }, finish_reason: finishReason, logprobs: null }],
    usage: { prompt_tokens: prompt, completion_tokens: written, total_tokens: prompt + written },
  };
}

function wordCount(text: string): number {
  return text.split(/\s+/u).filter((word) => word !== "").length;
}
