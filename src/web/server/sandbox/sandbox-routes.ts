import { Hono } from "hono";
import type { Context } from "hono";

import { replan } from "../../../follow-ups/index.ts";
import { setTimeZone } from "../../../privacy/index.ts";
import { personId } from "../../../vocabulary/index.ts";
import type { SandboxState } from "../../contract.ts";
import { HttpProblem } from "../http-problem.ts";
import { messageView } from "./message-view.ts";
import { personPanel } from "./person-panel.ts";
import { advanceClock, parse, patchPerson, requestsOf } from "./requests.ts";
import { sandboxEventStream } from "./sandbox-event-stream.ts";
import type { SandboxBackend } from "./sandbox-backend.ts";
import type { ClockWinder } from "./wind-clock.ts";

const PAGE_LENGTH = 500;

const CHANNEL_ENTRIES: SandboxState["channels"] = [
  { id: "dm", label: "Direct chat", hint: "Only you and the bot" },
  { id: "general", label: "general", hint: "A channel that everybody reads" },
  { id: "random", label: "random", hint: "Another channel that everybody reads" },
];

/** The sandbox's HTTP interface (`web/contract.ts`). */
export function sandboxRoutes(backend: SandboxBackend, winder: ClockWinder, ending: AbortSignal): Hono {
  const { chat } = backend;
  const { postMessage, pressButton, listMessages, personName } = requestsOf({ botNames: [chat.botId, chat.botName] });
  const routes = new Hono();

  routes.get("/state", async (context) => context.json(await sandboxState(backend, winder)));

  routes.post("/messages", async (context) => {
    const { user, channel, text } = parse(postMessage, await body(context));
    const message = await backend.post({ person: user, channel, text });
    return context.json({ message: messageView(message) }, 201);
  });

  routes.get("/messages", async (context) => {
    const { user, channel, after } = parse(listMessages, context.req.query());
    const messages = await chat.list({ person: user, channel, after: after ?? null, limit: PAGE_LENGTH });
    return context.json({ messages: messages.map(messageView) });
  });

  routes.post("/buttons", async (context) => {
    const { user, messageId, buttonId } = parse(pressButton, await body(context));
    const pressed = await backend.press({ person: user, messageId, buttonId });
    if (pressed === null) {
      throw new HttpProblem(404, "BUTTON_UNKNOWN", `${user} sees no message ${messageId} with a button ${buttonId}`);
    }
    return context.json({ reply: pressed.reply === null ? null : messageView(pressed.reply) });
  });

  routes.get("/clock", async (context) => context.json(await winder.state()));
  routes.post("/clock", async (context) => {
    const { advanceHours } = parse(advanceClock, await body(context));
    return context.json(await winder.wind(advanceHours));
  });
  routes.post("/clock/until-delivery", async (context) => context.json(await winder.windUntilDelivery()));

  routes.get("/people/:user", async (context) => {
    const { user } = parse(personName, context.req.param());
    return context.json(await personPanel(backend, user));
  });
  routes.patch("/people/:user", async (context) => {
    const { user } = parse(personName, context.req.param());
    const { timeZone } = parse(patchPerson, await body(context));
    await backend.database.transaction(async (transaction) => {
      await setTimeZone(transaction, personId(user), timeZone);
      await replan(backend.followUps, transaction, personId(user));
    });
    return context.json(await personPanel(backend, user));
  });

  routes.get("/events", (context) => {
    const { user } = parse(personName, context.req.query());
    return sandboxEventStream(context, { backend, winder, user, ending });
  });
  return routes;
}

async function body(context: Context): Promise<unknown> {
  try {
    return await context.req.json();
  } catch {
    throw new HttpProblem(400, "JSON_INVALID", "the body must be JSON");
  }
}

async function sandboxState(backend: SandboxBackend, winder: ClockWinder): Promise<SandboxState> {
  const people = await backend.chat.people();
  return {
    botName: backend.chat.botName,
    version: backend.version,
    clock: await winder.state(),
    channels: CHANNEL_ENTRIES,
    people: people.map(({ name, lastMessageAt }) => ({
      name,
      admin: name === backend.adminName,
      lastMessageAt: lastMessageAt?.toISOString() ?? null,
    })),
    modelHint: backend.modelConfigured
      ? null
      : "No language model is connected, so I listen and follow up, but I do not chat back. Set LLM_BASE_URL to change that.",
  };
}
