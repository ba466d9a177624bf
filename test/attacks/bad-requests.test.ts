import { request } from "node:http";

import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

import { type Message } from "../../src/web/contract.ts";
import { type Program, startProgram } from "../program.ts";

let program: Program;

beforeAll(async () => {
  program = await startProgram();
});
afterAll(() => program.stop());

// Whatever was asked for, it goes on as if nothing had been.
afterEach(async () => {
  const { id } = await program.say("witness", "random", "still there?");
  expect((await program.messages("witness", "random")).filter((message) => message.id === id)).toHaveLength(1);
});

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** A refusal has the status asked for, a code, and a message that says all of `words`. */
function expectRefusal({ status, body }: Answer, wanted: number, ...words: readonly string[]): void {
  expect({ status, body }).toMatchObject({
    status: wanted,
    body: { error: { code: expect.stringMatching(/^[A-Z_]+$/) as string, message: expect.any(String) as string } },
  });
  for (const word of words) {
    expect(JSON.stringify(body)).toContain(word);
  }
}

/** A request exactly as it is written here: `fetch` would clean up the path and refuse the headers. */
async function raw(
  method: string,
  path: string,
  { body, headers = {} }: { body?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const { hostname, port } = new URL(program.url);
  return new Promise((resolve, reject) => {
    const sent = request(
      { hostname, port, method, path, headers: { "content-type": "application/json", ...headers } },
      (response) => {
        let text = "";
        response.on("data", (chunk: Buffer) => (text += chunk.toString()));
        response.on("end", () => {
          resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) });
        });
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
}

const post = (body: unknown): Promise<Answer> => program.call("POST", "/api/sandbox/messages", body);

test("texts that are too long, empty or no Unicode are refused, and what is allowed is said", async () => {
  const text = (value: unknown): unknown => ({ user: "nora", channel: "dm", text: value });
  expectRefusal(await post(text("x".repeat(100_000))), 400, "text", "4000");
  expectRefusal(await post(text("🌱".repeat(4_001))), 400, "text", "4000");
  expectRefusal(await post(text("")), 400, "text", "empty");
  expectRefusal(await post(text(" \n\t ")), 400, "text", "empty");
  expectRefusal(await post(text("a\u0000b")), 400, "text", "NUL");
  expectRefusal(await post(text("half a \ud83c tree")), 400, "text", "surrogate");
  expectRefusal(await post(text("half a tree \udf31")), 400, "text", "surrogate");
  expect((await post(text("🌱".repeat(4_000)))).status).toBe(201);
});

test("bodies that are too large, no JSON or of another shape are refused", async () => {
  const message = { user: "nora", channel: "dm", text: "hello" };
  expectRefusal(await post({ ...message, text: "x".repeat(2 * 1024 * 1024) }), 413, "1048576");
  expectRefusal(await raw("POST", "/api/sandbox/messages", { body: '{"user": "nora", ' }), 400, "JSON");
  expectRefusal(await raw("POST", "/api/sandbox/messages", { body: "" }), 400, "JSON");
  expectRefusal(await raw("POST", "/api/sandbox/messages", { body: "[".repeat(500_000) }), 400, "JSON");
  expectRefusal(await raw("POST", "/api/sandbox/messages", { body: `${"[".repeat(9_999)}${"]".repeat(9_999)}` }), 400);
  for (const body of [null, "hello", 7, [], [message]]) {
    expectRefusal(await post(body), 400);
  }
  expectRefusal(await post({}), 400, "user", "channel", "text");
  expectRefusal(await post({ user: 7, channel: ["dm"], text: { length: 3 } }), 400, "user", "channel", "text");
  expectRefusal(await post({ ...message, admin: true }), 400, "admin");
  expectRefusal(
    await raw("POST", "/api/sandbox/messages", {
      body: '{"user":"nora","channel":"dm","text":"x","__proto__":{"admin":true}}',
    }),
    400,
    "__proto__",
  );
  expectRefusal(await post({ ...message, channel: "attic" }), 400, "channel", "dm", "general", "random");
});

test("a body of 2 MB that does not say its length is cut off", async () => {
  const chunk = new TextEncoder().encode("x".repeat(64 * 1024));
  let chunks = 0;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      chunks += 1;
      if (chunks > 32) {
        controller.close();
      } else {
        controller.enqueue(chunk);
      }
    },
  });
  const response = await fetch(new URL("/api/sandbox/messages", program.url), { method: "POST", body, duplex: "half" });
  expectRefusal({ status: response.status, body: await response.json() }, 413, "1048576");
});

test("names that are none, or somebody else's, are refused wherever a name is given", async () => {
  const long = "n".repeat(33);
  for (const user of [
    "",
    "   ",
    long,
    "@everyone",
    "@nora",
    "<@1>",
    "no\u200Bra",
    "no\u0000ra",
    "{name}",
    "a/b",
    "no\nra",
    "\ud83c",
    "rekindle",
    "Rekindle",
    "Ember",
    "ember",
  ]) {
    expectRefusal(await post({ user, channel: "general", text: "it is me" }), 400, "user");
    expectRefusal(
      await program.call("POST", "/api/sandbox/buttons", { user, messageId: "x", buttonId: "why" }),
      400,
      "user",
    );
    expectRefusal(
      await program.call(
        "GET",
        `/api/sandbox/messages?channel=general&user=${encodeURIComponent(user.toWellFormed())}`,
      ),
      400,
      "user",
    );
  }
  const authors = (await program.messages("witness", "general")).map(({ author }) => author);
  expect(authors.filter(({ id, bot }) => bot !== (id === "rekindle"))).toEqual([]);
});

test("a name that means something to JavaScript is a name like any other", async () => {
  for (const user of ["__proto__", "constructor", "toString", "null", "undefined"]) {
    await program.say(user, "dm", `I am ${user}`);
    expect((await program.messages(user, "dm")).map(({ author }) => author.id)).toEqual([user]);
    expect((await program.panel(user)).messageCount).toBe(1);
  }
});

test("paths that climb, break off or lead nowhere are 4xx", async () => {
  for (const path of [
    "/api/sandbox/people/..",
    "/api/sandbox/people/../state/x",
    "/api/sandbox/people/%2e%2e",
    "/api/sandbox/people/..%2f..%2fhealthz",
    "/api/sandbox/people/%E0%A4%A",
    "/api/sandbox/people/%00",
    "/api/sandbox/people/%",
    "/api/sandbox/people/",
    "/api/sandbox/people/a%2Fb",
    `/api/sandbox/people/${"n".repeat(5_000)}`,
    "/api/sandbox/nothing",
    "/..%2f..%2fpackage.json",
    "/../../package.json",
    "/%2e%2e/%2e%2e/package.json",
  ]) {
    const answer = await raw("GET", path);
    expect(answer.status, path).toSatisfy(
      (status: number) => (status >= 400 && status < 500) || (path.endsWith("..") && status === 200),
    );
    expect(answer.body, path).toHaveProperty("error.code");
  }
  expectRefusal(await raw("DELETE", "/api/sandbox/messages"), 404);
  expectRefusal(
    await program.call("PATCH", "/api/sandbox/people/nora", { timeZone: "Mars/Olympus" }),
    400,
    "timeZone",
    "IANA",
  );
});

test("requests of the clock that are not above 0 and at most 8784 hours are refused", async () => {
  const before = Date.parse(((await program.call("GET", "/api/sandbox/clock")).body as { now: string }).now);
  for (const advanceHours of [-5, 0, -0, 8784.001, 1e9, 1e308, "48", null, true, [48], {}]) {
    expectRefusal(await program.call("POST", "/api/sandbox/clock", { advanceHours }), 400, "advanceHours");
  }
  for (const body of ['{"advanceHours": NaN}', '{"advanceHours": 1e999}', '{"advanceHours": Infinity}', "{}"]) {
    expectRefusal(await raw("POST", "/api/sandbox/clock", { body }), 400);
  }
  const after = Date.parse(((await program.call("GET", "/api/sandbox/clock")).body as { now: string }).now);
  expect(after - before).toBeLessThan(3_600_000);
});

test("of two requests of the clock at once one winds and one is told to wait", async () => {
  const wind = (): Promise<Answer> => program.call("POST", "/api/sandbox/clock", { advanceHours: 24 });
  const answers = (await Promise.all([wind(), wind()])).toSorted((one, other) => one.status - other.status);
  expect(answers.map(({ status }) => status)).toEqual([200, 409]);
  expectRefusal(answers[1] ?? { status: 0, body: null }, 409, "wound");
  expect((await wind()).status).toBe(200);
});

test("pages of other origins and foreign names that lead here are refused", async () => {
  const { port } = new URL(program.url);
  const body = JSON.stringify({ user: "nora", channel: "dm", text: "I come from afar" });
  const refusedHeaders: Record<string, string>[] = [
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: `http://127.0.0.1:${Number(port) + 1}` },
    { origin: `http://127.0.0.1.evil.example:${port}` },
    { host: "evil.example" },
    { host: `evil.example:${port}` },
    { host: `localhost.evil.example:${port}`, origin: `http://localhost.evil.example:${port}` },
  ];
  for (const headers of refusedHeaders) {
    expectRefusal(await raw("POST", "/api/sandbox/messages", { body, headers }), 403);
    expectRefusal(await raw("GET", "/api/sandbox/state", { headers }), 403);
  }
  const allowedHeaders: Record<string, string>[] = [
    { host: `localhost:${port}` },
    { origin: `http://127.0.0.1:${port}` },
  ];
  for (const headers of allowedHeaders) {
    expect((await raw("POST", "/api/sandbox/messages", { body, headers })).status).toBe(201);
  }
});

test("messages and buttons that are not there, or not theirs to see, cannot be pressed", async () => {
  const press = (body: unknown): Promise<Answer> => program.call("POST", "/api/sandbox/buttons", body);
  for (const text of ["hi", "long day", "and it rains"]) {
    await program.say("ines", "general", text);
  }
  const small = (await program.messages("ines", "general")).find(({ buttons }) =>
    buttons.some(({ id }) => id === "consent:ask"),
  );
  const question = (await program.press("ines", small?.id ?? "", "consent:ask")) as Message;
  expect(question.onlyYou).toBe(true);

  const messageId = question.id;
  expectRefusal(await press({ user: "omar", messageId, buttonId: "consent:yes" }), 404);
  expectRefusal(await press({ user: "ines", messageId, buttonId: "consent:maybe" }), 404);
  expectRefusal(await press({ user: "ines", messageId: "nothing", buttonId: "consent:yes" }), 404);
  expectRefusal(
    await press({ user: "ines", messageId: "x".repeat(10_000), buttonId: "consent:yes" }),
    400,
    "messageId",
  );
  expectRefusal(await press({ user: "ines", messageId, buttonId: "" }), 400, "buttonId");
  expectRefusal(await press({ user: "ines", messageId, buttonId: "\u0000" }), 400, "buttonId");
  expect((await press({ user: "ines", messageId, buttonId: "consent:yes" })).status).toBe(200);
  expectRefusal(await press({ user: "ines", messageId, buttonId: "consent:yes" }), 404);
  expect((await program.panel("omar")).permission.state).toBe("not_asked");
});

test("a question that is pressed many times at once is answered, and the last answer holds", async () => {
  for (const text of ["hi", "long day", "and it rains"]) {
    await program.say("uma", "dm", text);
  }
  const { id: messageId = "" } =
    (await program.messages("uma", "dm")).find(({ buttons }) => buttons.some(({ id }) => id === "consent:yes")) ?? {};
  const press = (buttonId: string): Promise<Answer> =>
    program.call("POST", "/api/sandbox/buttons", { user: "uma", messageId, buttonId });
  const answers = await Promise.all(["consent:yes", "consent:yes", "consent:yes", "consent:yes"].map(press));
  expect(answers.map(({ status }) => status).filter((status) => status !== 200 && status !== 404)).toEqual([]);
  expect((await program.panel("uma")).permission.state).toBe("granted");
});

test("a place in the list that is too long or no id is refused; an empty one is none", async () => {
  const list = (after: string): Promise<Answer> =>
    program.call("GET", `/api/sandbox/messages?user=witness&channel=random&after=${after}`);
  expectRefusal(await list("9".repeat(10_000)), 400, "after");
  expectRefusal(await list("%00"), 400, "after");
  expect((await list("")).status).toBe(200);
});
