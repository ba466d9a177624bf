import { inspect } from "node:util";

import { registerTelemetry } from "ai";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import {
  type LanguageModelRequest,
  ModelMisconfiguredError,
  ModelRefusedError,
  ModelTimeoutError,
  ModelUnavailableError,
} from "../../src/llm/index.ts";
import { languageModelConformance, type ModelDeed } from "../../src/llm/language-model.conformance.ts";
import { openAICompatibleModel } from "../../src/llm/models/openai-compatible/index.ts";
import { type Behaviour, type ChatBody, type OpenAIStandIn, startOpenAIStandIn } from "./openai-stand-in.ts";

const PROMPT_WORD = "heliotrope";
const KEY = "sk-very-secret-key";
const REQUEST: LanguageModelRequest = {
  system: `Be ${PROMPT_WORD}.`,
  messages: [{ role: "person", text: `My ${PROMPT_WORD} died.` }],
  maxOutputTokens: 50,
  timeoutMs: 30_000,
};

languageModelConformance("openai-compatible", async () => {
  const standIn = await startOpenAIStandIn();
  return {
    model: openAICompatibleModel({ baseUrl: standIn.baseUrl, model: "some-model" }),
    make: (deed) => {
      standIn.behave(behaviourFor(deed));
    },
    asked: () => standIn.chats().map(({ body }) => readBody(body)),
    nextQuestion: async () => {
      await standIn.nextRequest();
    },
    stop: () => standIn.stop(),
  };
});

let standIn: OpenAIStandIn;
beforeEach(async () => {
  standIn = await startOpenAIStandIn();
});
afterEach(() => standIn.stop());

function modelAtStandIn(options: { apiKey?: string; model?: string } = { model: "some-model" }) {
  return openAICompatibleModel({ baseUrl: standIn.baseUrl, ...options });
}

async function failureOf(work: Promise<unknown>): Promise<Error> {
  const thrown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(thrown instanceof Error)) {
    return expect.fail(`expected an error, got ${inspect(thrown)}`);
  }
  return thrown;
}

describe("what is sent", () => {
  test("is one chat request with the key, the model's name and the limit", async () => {
    await modelAtStandIn({ apiKey: ` ${KEY}\n`, model: "some-model" }).generate(REQUEST);
    expect(standIn.requests).toHaveLength(1);
    expect(standIn.requests[0]).toMatchObject({
      method: "POST",
      path: "/chat/completions",
      headers: { authorization: `Bearer ${KEY}` },
      body: { model: "some-model", max_tokens: 50 },
    });
    expect(standIn.requests[0]?.body).not.toHaveProperty("max_completion_tokens");
  });

  test("has no authorization where there is no key", async () => {
    await modelAtStandIn({ apiKey: "", model: "some-model" }).generate(REQUEST);
    expect(standIn.requests[0]?.headers).not.toHaveProperty("authorization");
  });

  test("goes to the same address with and without a slash at the end", async () => {
    await openAICompatibleModel({ baseUrl: `${standIn.baseUrl}//`, model: "some-model" }).generate(REQUEST);
    expect(standIn.chats()).toHaveLength(1);
  });

  test("names the limit as the service wants it, and asks for that once", async () => {
    const error = {
      message: "Unsupported parameter",
      type: "invalid_request_error",
      param: "max_tokens",
      code: "unsupported_parameter",
    };
    standIn.behaveOnce({ type: "error", status: 400, body: { error } });
    const model = modelAtStandIn();
    expect((await model.generate(REQUEST)).text).toBe("Hello there.");
    await model.generate(REQUEST);
    expect(standIn.chats().map(({ body }) => body?.max_completion_tokens ?? null)).toEqual([null, 50, 50]);
    expect(standIn.chats()[2]?.body).not.toHaveProperty("max_tokens");
  });

  test("is not asked for ever where the service dislikes both names of the limit", async () => {
    standIn.behave({ type: "error", status: 400, body: { error: { message: "no", param: "max_tokens" } } });
    expect(await failureOf(modelAtStandIn().generate(REQUEST))).toBeInstanceOf(ModelRefusedError);
    expect(standIn.chats()).toHaveLength(2);
  });
});

test("tells nothing to the telemetry that a host may have registered with the AI SDK", async () => {
  const told: unknown[] = [];
  registerTelemetry({ onStart: (event) => void told.push(event), onEnd: (event) => void told.push(event) });
  await modelAtStandIn().generate(REQUEST);
  expect(told).toEqual([]);
});

describe("a model without a name", () => {
  test("is the first that the service lists, asked for once, with the key", async () => {
    standIn.listModels(["first", "second"]);
    const model = modelAtStandIn({ apiKey: KEY });
    expect(standIn.requests).toHaveLength(0);
    expect(model.name).toMatch(/^first model at 127\.0\.0\.1:\d+$/u);

    await Promise.all([model.generate(REQUEST), model.generate(REQUEST)]);
    await model.generate(REQUEST);
    const lists = standIn.requests.filter(({ path }) => path === "/models");
    expect(lists).toHaveLength(1);
    expect(lists[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
    expect(standIn.chats().map(({ body }) => body?.model)).toEqual(["first", "first", "first"]);
    expect(model.name).toBe("first");
  });

  test("is asked for again after a failure", async () => {
    const model = modelAtStandIn({});
    standIn.listModels({ type: "error", status: 503 });
    expect(await failureOf(model.generate(REQUEST))).toMatchObject({ code: "MODEL_UNAVAILABLE", status: 503 });
    standIn.listModels(["late"]);
    await model.generate(REQUEST);
    expect(model.name).toBe("late");
  });

  test("is found in a list without an envelope", async () => {
    standIn.listModels({ type: "raw", body: `[{"id": "bare"}]` });
    const model = modelAtStandIn({});
    await model.generate(REQUEST);
    expect(model.name).toBe("bare");
  });

  test.for([
    { list: [], code: "MODEL_MISCONFIGURED" },
    { list: { type: "error", status: 401 } as const, code: "MODEL_MISCONFIGURED" },
    { list: { type: "error", status: 404 } as const, code: "MODEL_MISCONFIGURED" },
    { list: { type: "raw", body: "<html>" } as const, code: "MODEL_UNAVAILABLE" },
    { list: { type: "raw", body: `{"data": "none"}` } as const, code: "MODEL_UNAVAILABLE" },
  ])("is an error where the list is of no use (case %#)", async ({ list, code }) => {
    standIn.listModels(list);
    expect(await failureOf(modelAtStandIn({}).generate(REQUEST))).toMatchObject({ code });
    expect(standIn.chats()).toHaveLength(0);
  });

  test("is no reason to stay longer than the request allows", async () => {
    standIn.listModels({ type: "hang" });
    const failure = await failureOf(modelAtStandIn({}).generate({ ...REQUEST, timeoutMs: 50 }));
    expect(failure).toMatchObject({ code: "MODEL_TIMED_OUT", timeoutMs: 50 });
  });
});

describe("what comes back", () => {
  test("carries the service's counts", async () => {
    standIn.behave({ type: "answer", text: "<think>one two</think> three" });
    expect(await modelAtStandIn().generate(REQUEST)).toEqual({ text: "three", inputTokens: 5, outputTokens: 3 });
  });

  test("may lack counts and all that we do not read", async () => {
    standIn.behave({
      type: "raw",
      body: JSON.stringify({ choices: [{ message: { role: "assistant", content: "Hi." } }] }),
    });
    expect(await modelAtStandIn().generate(REQUEST)).toEqual({ text: "Hi.", inputTokens: null, outputTokens: null });
  });

  test("may hold the reasoning in a field of its own", async () => {
    const message = { role: "assistant", content: "Hi.", reasoning_content: "They greet." };
    standIn.behave({ type: "raw", body: JSON.stringify({ choices: [{ message, finish_reason: "stop" }] }) });
    expect((await modelAtStandIn().generate(REQUEST)).text).toBe("Hi.");
  });

  test.for<{ behaviour: Behaviour; facts: object }>([
    {
      behaviour: { type: "refuse", refusal: "I'm sorry, I can't." },
      facts: { code: "MODEL_REFUSED", reason: "filtered" },
    },
    {
      behaviour: { type: "answer", text: "Half", finishReason: "content_filter" },
      facts: { code: "MODEL_REFUSED", reason: "filtered" },
    },
    {
      behaviour: { type: "answer", text: "Half a sen", finishReason: "length" },
      facts: { code: "MODEL_REFUSED", reason: "unfinished" },
    },
    {
      behaviour: { type: "raw", body: `{"choices": []}` },
      facts: { code: "MODEL_UNAVAILABLE", reason: "malformed-answer" },
    },
    {
      behaviour: { type: "raw", body: `{"choices": [{"mess` },
      facts: { code: "MODEL_UNAVAILABLE", reason: "malformed-answer" },
    },
    { behaviour: { type: "raw", body: "" }, facts: { code: "MODEL_UNAVAILABLE", reason: "malformed-answer" } },
    {
      behaviour: { type: "raw", body: "<html>", contentType: "text/html" },
      facts: { code: "MODEL_UNAVAILABLE", status: 200 },
    },
    {
      behaviour: { type: "raw", body: `{"error": {"message": "no"}}` },
      facts: { code: "MODEL_UNAVAILABLE", reason: "malformed-answer" },
    },
    {
      behaviour: { type: "raw", body: `"${"x".repeat(5_000_000)}"` },
      facts: { code: "MODEL_REFUSED", reason: "too-long" },
    },
    { behaviour: { type: "close-half-way" }, facts: { code: "MODEL_UNAVAILABLE", reason: "network" } },
  ])("is refused where it is no answer (case %#)", async ({ behaviour, facts }) => {
    standIn.behave(behaviour);
    expect(await failureOf(modelAtStandIn().generate(REQUEST))).toMatchObject(facts);
    expect(standIn.chats()).toHaveLength(1);
  });
});

describe("an error of the service", () => {
  test.for([
    { status: 400, code: "MODEL_REFUSED" },
    { status: 401, code: "MODEL_MISCONFIGURED" },
    { status: 402, code: "MODEL_MISCONFIGURED" },
    { status: 403, code: "MODEL_MISCONFIGURED" },
    { status: 404, code: "MODEL_MISCONFIGURED" },
    { status: 408, code: "MODEL_UNAVAILABLE" },
    { status: 413, code: "MODEL_REFUSED" },
    { status: 429, code: "MODEL_UNAVAILABLE" },
    { status: 500, code: "MODEL_UNAVAILABLE" },
    { status: 503, code: "MODEL_UNAVAILABLE" },
  ])("with status $status is $code, after one try", async ({ status, code }) => {
    standIn.behave({ type: "error", status });
    expect(await failureOf(modelAtStandIn().generate(REQUEST))).toMatchObject({ code, status });
    expect(standIn.chats()).toHaveLength(1);
  });

  test.for([
    { headers: { "retry-after": "7" }, waitMs: 7000 },
    { headers: { "retry-after-ms": "1500", "retry-after": "7" }, waitMs: 1500 },
    {
      headers: { date: "Tue, 24 Nov 2026 12:00:00 GMT", "retry-after": "Tue, 24 Nov 2026 12:01:30 GMT" },
      waitMs: 90_000,
    },
    { headers: { date: "Tue, 24 Nov 2026 12:00:00 GMT", "retry-after": "Tue, 24 Nov 2026 11:00:00 GMT" }, waitMs: 0 },
    { headers: { "retry-after": "soon" }, waitMs: null },
    { headers: {}, waitMs: null },
  ])("tells how long to wait (case %#)", async ({ headers, waitMs }) => {
    standIn.behave({ type: "error", status: 429, headers: { ...headers } });
    const failure = await failureOf(modelAtStandIn().generate(REQUEST));
    expect(failure).toMatchObject({ reason: "rate-limited", retryAfterMs: waitMs });
  });

  test("names the model, the place and the service's own code", async () => {
    standIn.behave({
      type: "error",
      status: 404,
      body: { error: { message: "The model does not exist", code: "model_not_found" } },
    });
    const failure = await failureOf(modelAtStandIn().generate(REQUEST));
    expect(failure).toBeInstanceOf(ModelMisconfiguredError);
    expect(failure).toMatchObject({ serviceCode: "model_not_found" });
    expect(failure.message).toMatch(/127\.0\.0\.1:\d+ .*some-model.*404, model_not_found/u);
  });

  test("that comes from a filter is a refusal", async () => {
    standIn.behave({ type: "error", status: 400, body: { error: { message: "filtered", code: "content_filter" } } });
    expect(await failureOf(modelAtStandIn().generate(REQUEST))).toMatchObject({
      code: "MODEL_REFUSED",
      reason: "filtered",
    });
  });

  test.for<Behaviour>([
    {
      type: "error",
      status: 400,
      body: { error: { message: `too long: ${PROMPT_WORD} ${KEY}`, code: `${PROMPT_WORD} ${KEY}` } },
    },
    { type: "error", status: 401, body: { error: { message: `Incorrect API key provided: ${KEY}` } } },
    { type: "error", status: 500, body: { error: { message: `failed at ${PROMPT_WORD}` } } },
    { type: "raw", body: `{"choices": "${PROMPT_WORD}"}` },
    { type: "raw", body: `{"choices": "${PROMPT_WORD}` },
    { type: "answer", text: `${PROMPT_WORD} `.repeat(3000) },
    { type: "close-half-way" },
  ])("holds no word of the prompt or the answer, and no key (case %#)", async (behaviour) => {
    standIn.behave(behaviour);
    const failure = await failureOf(modelAtStandIn({ apiKey: KEY, model: "some-model" }).generate(REQUEST));
    const all = inspect(failure, { depth: Infinity, showHidden: true, maxStringLength: Infinity });
    expect(all).not.toContain(PROMPT_WORD);
    expect(all).not.toContain(KEY);
  });
});

describe("a connection", () => {
  test("that is refused makes the model unavailable, with the cause", async () => {
    await standIn.stop();
    const failure = await failureOf(modelAtStandIn().generate(REQUEST));
    expect(failure).toBeInstanceOf(ModelUnavailableError);
    expect(failure).toMatchObject({ reason: "network", status: null, cause: { code: "ECONNREFUSED" } });
  });

  test("that is refused while the model's name is looked up does the same", async () => {
    await standIn.stop();
    expect(await failureOf(modelAtStandIn({}).generate(REQUEST))).toMatchObject({
      code: "MODEL_UNAVAILABLE",
      reason: "network",
    });
  });

  test.for<Behaviour>([{ type: "hang" }, { type: "hang-half-way" }])(
    "is cut at the end of the time ($type)",
    async (behaviour) => {
      standIn.behave(behaviour);
      const model = modelAtStandIn();
      const arrival = standIn.nextRequest();
      const outcome = failureOf(model.generate({ ...REQUEST, timeoutMs: 400 }));
      const request = await arrival;
      expect(await outcome).toBeInstanceOf(ModelTimeoutError);
      expect(await request.closed).toBe("cut");
    },
  );

  test("is cut at an abort", async () => {
    standIn.behave({ type: "hang" });
    const abort = new AbortController();
    const arrival = standIn.nextRequest();
    const outcome = failureOf(modelAtStandIn().generate({ ...REQUEST, signal: abort.signal }));
    const request = await arrival;
    abort.abort("shutdown");
    expect((await outcome).message).toBe("shutdown");
    expect(await request.closed).toBe("cut");
  });
});

describe("an option", () => {
  test.for([
    { baseUrl: "" },
    { baseUrl: "localhost:11434" },
    { baseUrl: "ftp://127.0.0.1/v1" },
    { baseUrl: "http://user:pass@127.0.0.1/v1" },
    { baseUrl: "http://127.0.0.1/v1?version=2" },
    { baseUrl: "http://127.0.0.1/v1", apiKey: `${KEY}\n${KEY}` },
    { baseUrl: "http://127.0.0.1/v1", apiKey: `${KEY}ü` },
  ])("that cannot be right is refused at once, without the key in the error (case %#)", (options) => {
    try {
      openAICompatibleModel(options);
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(ModelMisconfiguredError);
      expect(inspect(thrown)).not.toContain(KEY);
      return;
    }
    expect.fail("expected an error");
  });
});

function behaviourFor(deed: ModelDeed): Behaviour {
  switch (deed) {
    case "hang":
      return { type: "hang" };
    case "be-unavailable":
      return { type: "error", status: 500 };
    case "be-misconfigured":
      return { type: "error", status: 401 };
    default:
      return { type: "answer", text: deed.say };
  }
}

function readBody(body: ChatBody | null): Pick<LanguageModelRequest, "system" | "messages" | "maxOutputTokens"> {
  const messages = body?.messages ?? [];
  const system = messages.find(({ role }) => role === "system")?.content ?? "";
  const talk = messages.filter(({ role }) => role !== "system");
  return {
    system,
    messages: talk.map(({ role, content }) => ({ role: role === "assistant" ? "bot" : "person", text: content })),
    maxOutputTokens: body?.max_tokens ?? 0,
  };
}
