import type { Interaction, InteractionRecord } from "./interaction-records.ts";
import { viewOf } from "./interaction-records.ts";
import { type CommandValues, fillIn, resolve } from "./command-input.ts";
import type { CommandStore, RegisteredCommand } from "./commands.ts";
import type { Gateway } from "./gateway.ts";
import { messagePayload } from "./message-payloads.ts";
import { type ComponentBody, everyComponent } from "./message-rules.ts";
import { misuse } from "./misuse.ts";
import type { Payload } from "./payload.ts";
import { actingChannelPayload, actingMemberPayload, membershipPayload, personPayload } from "./payloads.ts";
import { EVERYONE, botPermissionsIn, permissionsOf, sees } from "./permissions.ts";
import type { Waiting } from "./waiting.ts";
import type { ChannelRecord, MessageRecord, World } from "./world.ts";

const TYPE = { command: 2, component: 3, completion: 4, form: 5 } as const;
const BUTTON = 2;
const SELECT = 3;
const ADMINISTRATORS_ONLY = 0n;

/** The interactions of people with a bot. */
export interface Interactions {
  /** By id; the token has to fit. */
  find(id: string, token: string): InteractionRecord | null;
  findByToken(token: string): InteractionRecord | null;
  command(input: CommandInput): Interaction;
  press(personId: string, message: MessageRecord, which: string | RegExp): Interaction;
  choose(personId: string, message: MessageRecord, choice: { customId: string; values: readonly string[] }): Interaction;
  submit(interaction: Interaction, values: Readonly<Record<string, string>>): Interaction;
}

/** A command as a person gives it. */
export interface CommandInput {
  readonly personId: string;
  readonly channel: ChannelRecord;
  /** With subcommands: "followups pause". */
  readonly name: string;
  readonly values: CommandValues;
  /** The field that is to be completed. */
  readonly focused: string | null;
}

export interface InteractionParts {
  readonly world: World;
  readonly gateway: Gateway;
  readonly commands: CommandStore;
  readonly waiting: Waiting;
}

interface Happening {
  readonly type: number;
  readonly what: string;
  readonly personId: string;
  readonly channel: ChannelRecord;
  readonly source: MessageRecord | null;
  readonly data: Payload;
}

export function createInteractions(parts: InteractionParts): Interactions {
  const { world, gateway, waiting } = parts;
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
    const message = source === null ? {} : { message: messagePayload(world, source) };
    gateway.tell({
      type: "INTERACTION_CREATE",
      data: { ...about(world, record, channel), ...message, data },
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
    command: (input) => happen(commandGiven(parts, input)),
    press: (personId, message, which) => {
      const button = find(message, (one) => one.type === BUTTON && fits(one, which), String(which));
      const customId = button.custom_id ?? misuse(`the button ${String(which)} is a link`);
      return happen(touched(world, { personId, message, data: { component_type: BUTTON, custom_id: customId } }));
    },
    choose: (personId, message, { customId, values }) => {
      const select = find(message, (one) => one.type === SELECT && one.custom_id === customId, customId);
      const offered = select.options?.map(({ value }) => value) ?? [];
      if (!values.every((value) => offered.includes(value))) {
        misuse(`${customId} offers ${offered.join(", ")}`);
      }
      return happen(touched(world, { personId, message, data: { component_type: SELECT, custom_id: customId, values } }));
    },
    submit: (opened, values) => {
      const record = [...records.values()].find(({ id }) => id === opened.id) ?? misuse("there is no such interaction");
      const form = record.modal ?? misuse(`${record.what} opened no form`);
      return happen({
        type: TYPE.form,
        what: "a form",
        personId: record.personId,
        channel: world.channel(record.channelId),
        source: record.source,
        data: { custom_id: form["custom_id"], components: filledForm(form, values) },
      });
    },
  };
}

function about(world: World, record: InteractionRecord, channel: ChannelRecord): Payload {
  const { id, token, type, personId } = record;
  const common = {
    id,
    token,
    type,
    version: 1,
    application_id: world.applicationId,
    channel: actingChannelPayload(world, channel),
    channel_id: channel.id,
    locale: "en-US",
    entitlements: [],
    attachment_size_limit: 10_485_760,
  };
  if (channel.serverId === null) {
    const owners = { "0": "0" };
    const user = personPayload(world.person(personId));
    return { ...common, context: 1, user, app_permissions: String(EVERYONE), authorizing_integration_owners: owners };
  }
  const server = world.server(channel.serverId);
  return {
    ...common,
    context: 0,
    guild_id: server.id,
    guild: { id: server.id, locale: "en-US", features: [] },
    guild_locale: "en-US",
    member: actingMemberPayload(world, server, personId),
    app_permissions: String(botPermissionsIn(channel)),
    authorizing_integration_owners: { "0": server.id },
  };
}

function commandGiven({ world, commands }: InteractionParts, input: CommandInput): Happening {
  const { personId, channel, values, focused } = input;
  const [name = "", ...path] = input.name.split(" ");
  const command = offered(world, commands, input, name);
  const options = fillIn({ command, path, values, focused });
  const resolved = resolve(options, {
    person: (id) => personPayload(world.person(id)),
    member: (id) => {
      const server = channel.serverId === null ? null : world.server(channel.serverId);
      return server?.members.has(id) === true ? membershipPayload(server, id) : null;
    },
  });
  return {
    type: focused === null ? TYPE.command : TYPE.completion,
    what: `/${input.name}`,
    personId,
    channel,
    source: null,
    data: {
      id: command.id,
      name: command.name,
      type: command.type,
      ...(command.guild_id === undefined ? {} : { guild_id: command.guild_id }),
      ...(options.length === 0 ? {} : { options }),
      ...(focused === null ? resolved : {}),
    },
  };
}

/** The command of that name, if Discord offers it to the person there: as a server's own one before one for everywhere. */
function offered(world: World, commands: CommandStore, input: CommandInput, name: string): RegisteredCommand {
  const { personId, channel } = input;
  const { serverId } = channel;
  const all = [...(serverId === null ? [] : commands.list(serverId)), ...commands.list(null)];
  const command = all.find((one) => one.name === name && one.type === 1) ?? misuse(`there is no command /${name}`);
  const context = serverId === null ? 1 : 0;
  if (!(command.contexts ?? [0, 1, 2]).includes(context)) {
    misuse(`/${name} is not offered in this kind of place`);
  }
  const { default_member_permissions: needed } = command;
  if (serverId !== null && needed !== null) {
    const server = world.server(serverId);
    const has = permissionsOf(server, personId);
    const bits = BigInt(needed);
    if (server.ownerId !== personId && (bits === ADMINISTRATORS_ONLY || (has & bits) !== bits)) {
      misuse(`/${name} is not offered to ${world.person(personId).name}, who lacks the permissions for it`);
    }
  }
  return command;
}

function touched(
  world: World,
  { personId, message, data }: { readonly personId: string; readonly message: MessageRecord; readonly data: Payload },
): Happening {
  const channel = world.channel(message.channelId);
  const isVisible =
    !message.deleted &&
    (message.ephemeralFor ?? personId) === personId &&
    (channel.personId ?? personId) === personId &&
    (channel.serverId === null || sees(channel, world.server(channel.serverId), personId));
  if (!isVisible) {
    misuse(`${world.person(personId).name} does not see the message ${message.id}`);
  }
  return { type: TYPE.component, what: `a press of ${String(data["custom_id"])}`, personId, channel, source: message, data };
}

function find(message: MessageRecord, isIt: (component: ComponentBody) => boolean, what: string): ComponentBody {
  const all = (message.components as unknown as readonly ComponentBody[]).flatMap(everyComponent);
  const found = all.find(isIt);
  if (found === undefined) {
    const there = all.flatMap(({ label, custom_id: id }) => (id === undefined ? [] : [`${label ?? ""} (${id})`]));
    return misuse(`the message ${message.id} has no ${what}, but ${there.join(", ") || "nothing to press"}`);
  }
  return found.disabled === true ? misuse(`${what} is disabled`) : found;
}

function fits({ custom_id: id = "", label = "" }: ComponentBody, which: string | RegExp): boolean {
  return typeof which === "string" ? id === which || label === which : which.test(id) || which.test(label);
}

/** The form's components with what was typed into them: rows of one, or labels around one. */
function filledForm(form: Payload, values: Readonly<Record<string, string>>): readonly Payload[] {
  const fill = (component: ComponentBody): Payload => {
    const { type, custom_id: id, components, component: inner } = component;
    return {
      type,
      ...(id === undefined ? {} : { custom_id: id, value: values[id] ?? "" }),
      ...(components === undefined ? {} : { components: components.map(fill) }),
      ...(inner === undefined ? {} : { component: fill(inner) }),
    };
  };
  return ((form["components"] ?? []) as readonly ComponentBody[]).map(fill);
}
