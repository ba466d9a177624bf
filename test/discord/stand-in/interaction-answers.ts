import { refuse, refuseBody } from "./api-errors.ts";
import { type Choice, INTERACTION, type InteractionRecord } from "./interaction-records.ts";
import { messagePayload } from "./message-payloads.ts";
import { checkMessage, type MessageBody } from "./message-rules.ts";
import { type Draft, FLAG } from "./message-drafts.ts";
import type { MessageStore } from "./messages.ts";
import type { Payload } from "./payload.ts";
import type { MessageRecord, ReceivedFile, World } from "./world.ts";

const CALLBACK = { message: 4, thinking: 5, acknowledge: 6, update: 7, choices: 8, modal: 9 } as const;
const ORIGINAL = "@original";

/** What a bot answers an interaction with. */
export interface CallbackBody {
  readonly type: number;
  readonly data?: MessageBody & { readonly choices?: readonly Choice[]; readonly custom_id?: string };
}

/** What bots do with interactions. */
export interface InteractionAnswers {
  /** What there was to see of it at once. */
  answer(record: InteractionRecord, body: CallbackBody, files: readonly ReceivedFile[]): MessageRecord | null;
  followUp(record: InteractionRecord, body: MessageBody, files: readonly ReceivedFile[]): MessageRecord;
  get(record: InteractionRecord, messageId: string): MessageRecord;
  edit(record: InteractionRecord, messageId: string, change: Pick<Draft, "body" | "files">): MessageRecord;
  remove(record: InteractionRecord, messageId: string): void;
}

export function createInteractionAnswers(world: World, store: MessageStore): InteractionAnswers {
  function post(record: InteractionRecord, body: MessageBody, files: readonly ReceivedFile[]): MessageRecord {
    const interaction = { id: record.id, type: record.type, personId: record.personId };
    return store.post(world.channel(record.channelId), { body, files, interaction });
  }

  function find(record: InteractionRecord, messageId: string): MessageRecord {
    if (record.expired) {
      refuse(50027);
    }
    if (record.state === "waiting" || record.state === "timed out") {
      refuse(10015);
    }
    const found = messageId === ORIGINAL ? record.original : record.followUps.find(({ id }) => id === messageId);
    const named = found ?? (record.original?.id === messageId ? record.original : undefined);
    return named === undefined || named.deleted ? refuse(10008) : named;
  }

  function edit(
    record: InteractionRecord,
    messageId: string,
    { body, files }: Pick<Draft, "body" | "files">,
  ): MessageRecord {
    const message = find(record, messageId);
    checkMessage({ ...shown(message), ...body }, files);
    store.edit(message, body, files);
    if (message === record.original) {
      record.state = "answered";
    }
    return message;
  }

  return {
    answer: (record, { type, data = {} }, files) => {
      checkFirst(record, type);
      switch (type) {
        case CALLBACK.message:
          checkMessage(data, files);
          record.original = post(record, data, files);
          break;
        case CALLBACK.thinking:
          record.original = post(record, { flags: ((data.flags ?? 0) & FLAG.ephemeral) | FLAG.loading }, []);
          break;
        case CALLBACK.acknowledge:
          record.original = record.source;
          break;
        case CALLBACK.update:
          record.original = record.source;
          if (record.source !== null) {
            checkMessage({ ...shown(record.source), ...data }, files);
            store.edit(record.source, data, files);
          }
          break;
        case CALLBACK.choices:
          record.choices = checkedChoices(data.choices ?? []);
          break;
        default:
          record.modal = data as Payload;
      }
      record.state =
        type === CALLBACK.thinking ? "thinking" : type === CALLBACK.acknowledge ? "acknowledged" : "answered";
      return record.original;
    },
    followUp: (record, body, files) => {
      if (record.expired) {
        refuse(50027);
      }
      if (record.state === "waiting" || record.state === "timed out") {
        refuse(10015);
      }
      if (record.state === "thinking") {
        // The first one takes the place of "is thinking".
        return edit(record, ORIGINAL, { body, files });
      }
      checkMessage(body, files);
      const message = post(record, body, files);
      record.followUps = [...record.followUps, message];
      return message;
    },
    get: find,
    edit,
    remove: (record, messageId) => {
      const message = find(record, messageId);
      store.remove(message);
      if (record.state === "thinking" && message === record.original) {
        record.state = "acknowledged";
      }
    },
  };
}

/** The answer to an answer that asks for one. */
export function callbackPayload(world: World, record: InteractionRecord, message: MessageRecord | null): Payload {
  const { id, type } = record;
  const flags = message?.flags ?? 0;
  const response = {
    response_message_id: message?.id,
    response_message_loading: (flags & FLAG.loading) !== 0,
    response_message_ephemeral: (flags & FLAG.ephemeral) !== 0,
  };
  const resource = message === null ? {} : { resource: { type: 4, message: messagePayload(world, message) } };
  return { interaction: { id, type, ...(message === null ? {} : response) }, ...resource };
}

function shown({ content, embeds, components, flags }: MessageRecord): MessageBody {
  return { content, embeds, components, flags };
}

function checkFirst(record: InteractionRecord, type: number): void {
  if (record.state === "timed out") {
    refuse(10062);
  }
  if (record.state !== "waiting") {
    refuse(40060);
  }
  const isForMessages = type === CALLBACK.acknowledge || type === CALLBACK.update;
  const fits =
    Object.values(CALLBACK).some((known) => known === type) &&
    (type === CALLBACK.choices) === (record.type === INTERACTION.completion) &&
    (!isForMessages || (record.source !== null && record.type !== INTERACTION.completion)) &&
    (type !== CALLBACK.modal || record.type !== INTERACTION.form);
  if (!fits) {
    refuseBody("type", `An interaction of type ${record.type} takes no answer of type ${type}.`);
  }
}

function checkedChoices(choices: readonly Choice[]): readonly Choice[] {
  const isGood = ({ name, value }: Choice): boolean =>
    name.length >= 1 && name.length <= 100 && (typeof value === "number" || value.length <= 100);
  if (choices.length > 25 || !choices.every(isGood)) {
    refuseBody("choices", "At most 25 choices, with names of 1 to 100 and values of at most 100 characters.");
  }
  return choices;
}
