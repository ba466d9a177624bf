import { type CommandInput, commandGiven } from "./command-given.ts";
import type { CommandStore } from "./commands.ts";
import { choiceMade, formFilled, press } from "./components.ts";
import type { Gateway } from "./gateway.ts";
import {
  aboutInteraction,
  type Happening,
  type Interaction,
  type InteractionRecord,
  viewOf,
} from "./interaction-records.ts";
import { misuse } from "./misuse.ts";
import type { Waiting } from "./waiting.ts";
import type { MessageRecord, World } from "./world.ts";

/** The interactions of people with a bot. */
export interface Interactions {
  /** By id; the token has to fit. */
  find(id: string, token: string): InteractionRecord | null;
  findByToken(token: string): InteractionRecord | null;
  command(input: CommandInput): Interaction;
  press(personId: string, message: MessageRecord, which: string | RegExp): Interaction;
  choose(
    personId: string,
    message: MessageRecord,
    choice: { customId: string; values: readonly string[] },
  ): Interaction;
  submit(interaction: Interaction, values: Readonly<Record<string, string>>): Interaction;
}

export interface InteractionParts {
  readonly world: World;
  readonly gateway: Gateway;
  readonly commands: CommandStore;
  readonly waiting: Waiting;
}

export function createInteractions(parts: InteractionParts): Interactions {
  const { world, gateway, commands, waiting } = parts;
  const records = new Map<string, InteractionRecord>();

  function happen({ type, what, personId, channel, source, data }: Happening): Interaction {
    const id = world.nextId();
    const record: InteractionRecord = {
      id,
      token: `interaction-token-${id}`,
      type,
      what: `${what} of ${world.person(personId).name}`,
      personId,
      channelId: channel.id,
      source,
      state: "waiting",
      expired: false,
      original: null,
      followUps: [],
      choices: null,
      modal: null,
    };
    records.set(record.token, record);
    gateway.tell({
      type: "INTERACTION_CREATE",
      data: { ...aboutInteraction(world, record), data },
      serverId: channel.serverId,
      intents: 0,
    });
    return viewOf(record, waiting);
  }

  return {
    find: (id, token) => {
      const record = records.get(token);
      return record?.id === id ? record : null;
    },
    findByToken: (token) => records.get(token) ?? null,
    command: (input) => happen(commandGiven(world, commands, input)),
    press: (personId, message, which) => happen(press(world, { personId, message, which })),
    choose: (personId, message, choice) => happen(choiceMade(world, { personId, message, ...choice })),
    submit: (opened, values) => {
      const record = [...records.values()].find(({ id }) => id === opened.id) ?? misuse("there is no such interaction");
      return happen(formFilled(world, record, values));
    },
  };
}
