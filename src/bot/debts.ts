import {
  type OwedAnswer,
  recallMessage,
  releaseOwed,
  settleOwed,
  takeOwed,
  wroteSince,
} from "../conversation/index.ts";
import type { StoredMessage } from "../conversation/index.ts";
import type { MessageEvent } from "../delivery/index.ts";
import { createService, SECOND_MS, type Service, sleep, toError } from "../kernel/index.ts";
import type { BotParts } from "./bot-parts.ts";
import { answerOwed } from "./handle-message.ts";

/** How often it is looked for answers that nobody has in hand any more. Guessed. */
const LOOK_EVERY_MS = 20 * SECOND_MS;

/** Answers that are owed: those in this process's hands, and, while it runs, those of processes that died. */
export interface Debts extends Service {
  /** While the work lasts, no other process takes over what is owed to this message. */
  inHand(messageId: string, work: () => Promise<void>): Promise<void>;
}

/**
 * Answers to messages are noted as owed with the message, and struck out when the platform has taken them. A process that lives says now and
 * then what it has in hand; what nobody has in hand is taken over. What went wrong is tried again, until it is too late to answer.
 */
export function createDebts(parts: BotParts): Debts {
  const inHand = new Set<string>();
  let stopping = new AbortController();
  let looking: Promise<void> = Promise.resolve();

  async function keep(messageId: string, work: () => Promise<void>): Promise<void> {
    inHand.add(messageId);
    try {
      await work();
    } finally {
      inHand.delete(messageId);
    }
  }

  async function look(signal: AbortSignal): Promise<void> {
    for (const owed of await takeOwed(parts.database, [...inHand])) {
      if (!signal.aborted) {
        await keep(owed.messageId, () => payQuietly(parts, owed));
      }
    }
  }

  async function lookAgainAndAgain(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await look(signal).catch((thrown: unknown) => {
        parts.logger.warn({ error: toError(thrown).message }, "it could not be looked for answers that are owed");
      });
      await sleep(LOOK_EVERY_MS, signal);
    }
  }

  const service = createService({
    start: async () => {
      if (parts.database.kind === "embedded") {
        await releaseOwed(parts.database); // the folder's lock proves that earlier processes are dead
      }
      stopping = new AbortController();
      looking = lookAgainAndAgain(stopping.signal);
    },
    stop: async () => {
      stopping.abort();
      await looking;
    },
  });
  return { ...service, inHand: keep };
}

/** What fails is owed on, and taken again when the hold is over. */
async function payQuietly(parts: BotParts, owed: OwedAnswer): Promise<void> {
  try {
    await pay(parts, owed);
  } catch (thrown) {
    parts.logger.warn({ error: toError(thrown).message }, "an answer that is owed could not be given yet");
  }
}

async function pay(parts: BotParts, owed: OwedAnswer): Promise<void> {
  const { database, inbox } = parts;
  const message = await recallMessage(database, owed.messageId, await database.now());
  if (message === null || !inbox.isInTime(eventOf(message))) {
    await settleOwed(database, owed.messageId); // deleted since, or nobody waits for an answer any more
    return;
  }
  // Whoever went on talking gets one answer, to the last that they said.
  const reply = owed.reply && !(await wroteSince(database, message));
  await answerOwed(parts, eventOf(message), { ...owed, reply });
}

/** What is kept of it is enough to answer it. */
function eventOf({ messageId, personId: id, name, place, text, sentAt: at }: StoredMessage): MessageEvent {
  const actor = { id, name, operator: false, serverAdministrator: false };
  return { type: "message", actor, place, at, messageId, text, mentions: [], addressed: true };
}
