import { Routes } from "discord.js";

import { LONGEST_REPLY_DELAY_MS, ReplyRefusedError, ReplyTooLateError } from "../../../delivery-errors.ts";
import type { Inbox, InboxEvent, MessageEvent, PressEvent, Reply } from "../../../inbox.ts";
import { toError } from "../../../../kernel/index.ts";
import type { DiscordContext } from "../context.ts";
import { judge } from "../discord-errors.ts";
import { DiscordRequestError } from "../discord-request-error.ts";
import { CannotWhisperError } from "../refusals.ts";
import { interactionAnswers, messageAnswers } from "./answer-bodies.ts";
import { findAnswer } from "./find-answer.ts";
import { postOnce } from "./post-once.ts";
import { onceMore } from "./once-more.ts";
import type { InteractionRoute, MessageRoute, ReplyRoute } from "./reply-routes.ts";

/** Answers to events, each by the way it came. */
export interface Answers extends Pick<Inbox, "isInTime" | "findAnswer"> {
  /** An event is about to be handled, and is answered there. */
  expect(event: InboxEvent, route: ReplyRoute): void;
  canWhisper(event: InboxEvent): boolean;
  /** @throws ReplyTooLateError, ReplyRefusedError, CannotWhisperError, DiscordRequestError */
  reply(event: InboxEvent, reply: Reply): Promise<void>;
  /** Never rejects: a button that stays does no harm. */
  settlePressed(event: PressEvent): Promise<void>;
  leave(event: InboxEvent): void;
  /** The event was handled: what waits for an answer and got none is ended. Never rejects. */
  finish(event: InboxEvent, outcome: "handled" | "failed"): Promise<void>;
  /** Where the event's answers go; `null`: it is not being handled. */
  routeOf(event: InboxEvent): ReplyRoute | null;
}

const FAILED_WORDS = "Something went wrong on my side. Please try again in a moment.";

/** Answers in the name of the bot. */
export function createAnswers(context: DiscordContext): Answers {
  const routes = new WeakMap<InboxEvent, ReplyRoute>();

  function isInTime({ at }: InboxEvent): boolean {
    return context.options.clock.now().getTime() - at.getTime() <= LONGEST_REPLY_DELAY_MS;
  }

  async function reply(event: InboxEvent, answer: Reply): Promise<void> {
    const known = routes.get(event);
    if (!isInTime(event) || (known === undefined && event.type !== "message")) {
      throw new ReplyTooLateError();
    }
    const route = known ?? (await routeBack(context, event as MessageEvent));
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
    isInTime,
    reply,
    findAnswer: async (event, given) => {
      const route = await routeBack(context, event);
      return findAnswer(context, { route, serverId: event.place.serverId, given });
    },
    routeOf: (event) => routes.get(event) ?? null,
    settlePressed: async (event) => {
      const route = routes.get(event);
      if (route?.type === "press") {
        await quietly(context, () => context.api.patch(original(route), { components: [] }, { auth: false }));
      }
    },
    leave: (event) => {
      routes.delete(event);
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

/** Where a message is answered that another process was told of. */
async function routeBack({ directChannels }: DiscordContext, event: MessageEvent): Promise<MessageRoute> {
  const { messageId, place, actor } = event;
  const shared = { type: "message", messageId, sent: 0 } as const;
  if (place.kind !== "dm") {
    return { ...shared, channelId: place.channelId, amongOthers: true };
  }
  const channel = await directChannels.open(actor.id, new AbortController().signal);
  if (channel.type === "wait") {
    const facts = { status: 429, discordCode: null, networkCode: null, retryAfterMs: channel.retryAfterMs };
    throw new DiscordRequestError({ request: "the opening of a direct chat", ...facts });
  }
  return { ...shared, channelId: channel.channelId, amongOthers: false };
}

async function answerMessage(context: DiscordContext, route: MessageRoute, answer: Reply): Promise<void> {
  try {
    await postAnswers(context, route, answer);
  } catch (thrown) {
    if (thrown instanceof DiscordRequestError && FINAL.has(judge(thrown).meaning)) {
      throw new ReplyRefusedError({ cause: thrown });
    }
    throw thrown;
  }
}

/** Asked again, Discord would say the same. */
const FINAL: ReadonlySet<string> = new Set(["gone", "withdrawn", "ours"]);

async function postAnswers({ api }: DiscordContext, route: MessageRoute, answer: Reply): Promise<void> {
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
