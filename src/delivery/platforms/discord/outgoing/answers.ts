import { Routes } from "discord.js";

import { LONGEST_REPLY_DELAY_MS, ReplyTooLateError } from "../../../delivery-errors.ts";
import type { InboxEvent, PressEvent, Reply } from "../../../inbox.ts";
import { toError } from "../../../../kernel/index.ts";
import type { DiscordContext } from "../context.ts";
import { judge } from "../discord-errors.ts";
import { DiscordRequestError } from "../discord-request-error.ts";
import { CannotWhisperError } from "../refusals.ts";
import { interactionAnswers, messageAnswers } from "./answer-bodies.ts";
import { postOnce } from "./post-once.ts";
import { onceMore } from "./once-more.ts";
import type { InteractionRoute, MessageRoute, ReplyRoute } from "./reply-routes.ts";

/** Answers to events, each by the way it came. */
export interface Answers {
  /** An event is about to be handled, and is answered there. */
  expect(event: InboxEvent, route: ReplyRoute): void;
  canWhisper(event: InboxEvent): boolean;
  /** @throws ReplyTooLateError, CannotWhisperError, DiscordRequestError */
  reply(event: InboxEvent, reply: Reply): Promise<void>;
  /** Never rejects: a button that stays does no harm. */
  settlePressed(event: PressEvent): Promise<void>;
  /** The event was handled: what waits for an answer and got none is ended. Never rejects. */
  finish(event: InboxEvent, outcome: "handled" | "failed"): Promise<void>;
  /** Where the event's answers go; `null`: it is not being handled. */
  routeOf(event: InboxEvent): ReplyRoute | null;
}

const FAILED_WORDS = "Something went wrong on my side. Please try again in a moment.";

/** Answers in the name of the bot. */
export function createAnswers(context: DiscordContext): Answers {
  const routes = new WeakMap<InboxEvent, ReplyRoute>();

  async function reply(event: InboxEvent, answer: Reply): Promise<void> {
    const route = routes.get(event);
    const ageMs = context.options.clock.now().getTime() - event.at.getTime();
    if (route === undefined || ageMs > LONGEST_REPLY_DELAY_MS) {
      throw new ReplyTooLateError();
    }
    if (route.type === "message") {
      if (answer.onlyForActor && route.amongOthers) {
        throw new CannotWhisperError();
      }
      await answerMessage(context, route, answer);
    } else {
      await answerInteraction(context, route, answer);
    }
  }

  return {
    expect: (event, route) => {
      routes.set(event, route);
    },
    canWhisper: (event) => event.type !== "message" || event.place.kind === "dm",
    reply,
    routeOf: (event) => routes.get(event) ?? null,
    settlePressed: async (event) => {
      const route = routes.get(event);
      if (route?.type === "press") {
        await quietly(context, () => context.api.patch(original(route), { components: [] }, { auth: false }));
      }
    },
    finish: async (event, outcome) => {
      const route = routes.get(event);
      if (route === undefined || route.type === "message" || route.sent > 0) {
        return;
      }
      if (outcome === "failed") {
        await quietly(context, () => reply(event, { text: FAILED_WORDS, onlyForActor: true }));
      } else if (route.type === "command") {
        await quietly(context, () => context.api.delete(original(route), { auth: false }));
      }
    },
  };
}

async function answerMessage({ api }: DiscordContext, route: MessageRoute, answer: Reply): Promise<void> {
  const target = Routes.channelMessages(route.channelId);
  const bodies = messageAnswers(route, answer);
  for (const body of bodies) {
    route.sent += 1;
    try {
      await postOnce(api, target, body);
    } catch (thrown) {
      if (!(thrown instanceof DiscordRequestError) || judge(thrown).meaning !== "no_reference") {
        throw thrown;
      }
      await postOnce(api, target, { ...body, message_reference: undefined }); // left out where it is written as JSON
    }
  }
}

async function answerInteraction({ api }: DiscordContext, route: InteractionRoute, answer: Reply): Promise<void> {
  for (const body of interactionAnswers(route, answer)) {
    const first = route.sent === 0;
    route.sent += 1;
    if (first && route.type === "command") {
      await onceMore(() => api.patch(original(route), body, { auth: false })); // in place of "thinking…"
    } else {
      await api.post(Routes.webhook(route.applicationId, route.token), body, { auth: false });
    }
  }
}

/** The message that was pressed, or the one that says that a command is being worked on. */
function original({ applicationId, token }: InteractionRoute): ReturnType<typeof Routes.webhookMessage> {
  return Routes.webhookMessage(applicationId, token, "@original");
}

async function quietly({ logger }: DiscordContext, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    logger.debug({ error: toError(thrown).message }, "a press or a command could not be tidied up");
  }
}
