import { transactionRepeated } from "../database/index.ts";
import { noteActivity, takeCommand } from "../conversation/index.ts";
import type { InboxEvent, MessageEvent } from "../delivery/index.ts";
import { type Service, toError } from "../kernel/index.ts";
import { readPermission } from "../privacy/index.ts";
import type { BotParts } from "./bot-parts.ts";
import { completeField, countsLate, parseCommand, runCommand } from "./commands/index.ts";
import { createDebts } from "./debts.ts";
import { answerMessage } from "./handle-message.ts";
import { handleNews } from "./handle-news.ts";
import { handlePress } from "./handle-press.ts";
import { createStoring } from "./storing.ts";

/** A command or a press shows, like a message, at which hours a person is here; kept only of those who said yes. */
async function noteVisit({ database, followUps }: BotParts, { actor, at }: InboxEvent): Promise<void> {
  await transactionRepeated(database, async (transaction) => {
    if ("place" in (await readPermission(transaction, actor.id, followUps.settings.consentMode))) {
      await noteActivity(transaction, actor.id, at);
    }
  });
}

/** A command that was typed: ours, where such are wanted, else that of the bot around us. */
async function handleTyped(
  parts: BotParts,
  event: MessageEvent,
  command: NonNullable<ReturnType<typeof parseCommand>>,
): Promise<void> {
  if (!parts.manners.typedCommands) {
    await noteVisit(parts, event);
    return;
  }
  const counts = parts.inbox.isInTime(event) || countsLate(command);
  if (counts && (await takeCommand(parts.database, event.messageId))) {
    await noteVisit(parts, event);
    await runCommand(parts, event, command);
  }
}

/**
 * Connects the bot to its inbox: from now on what people say and press is handled. The service that comes back, while it runs, answers
 * what other processes left without an answer.
 */
export function attachBot(parts: BotParts): Service {
  const { store, afterEarlierMessages } = createStoring(parts);
  const debts = createDebts(parts);

  async function handle(event: InboxEvent): Promise<void> {
    if (event.type !== "message" && !(await takeCommand(parts.database, event.callId))) {
      parts.inbox.leave(event);
      return; // a process whose acknowledgement broke off cannot know that another one has it
    }
    if (event.type === "press") {
      await noteVisit(parts, event);
      await handlePress(parts, event);
      return;
    }
    if (event.type === "command") {
      await noteVisit(parts, event);
      await runCommand(parts, event, { prefix: "/", name: event.name, words: event.words, mentions: event.mentions });
      return;
    }
    const command = parseCommand(event);
    if (command !== null) {
      await handleTyped(parts, event, command);
      return;
    }
    const remembered = await store(event);
    await debts.inHand(event.messageId, () => answerMessage(parts, event, remembered));
  }

  parts.inbox.complete((request) => completeField(parts, request));
  parts.inbox.subscribeNews(async (news) => {
    try {
      await afterEarlierMessages();
      await handleNews(parts, news);
    } catch (thrown) {
      parts.logger.error({ type: news.type, error: toError(thrown).message }, "news could not be followed");
      throw thrown;
    }
  });
  parts.inbox.subscribe(async (event) => {
    try {
      await handle(event);
    } catch (thrown) {
      // The platform must go on with other people's events; whoever waits for this one gets the error from the platform.
      parts.logger.error({ type: event.type, error: toError(thrown).message }, "an event could not be handled");
      throw thrown;
    }
  });
  return debts;
}
