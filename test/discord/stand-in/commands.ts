import { refuse, refuseBody } from "./api-errors.ts";
import type { Payload } from "./payload.ts";

/** A field of a command, a subcommand or a group of them, as it was registered. */
export interface CommandOption {
  readonly type: number;
  readonly name: string;
  readonly description?: string;
  readonly required?: boolean;
  readonly autocomplete?: boolean;
  readonly choices?: readonly { readonly name: string; readonly value: string | number }[];
  readonly options?: readonly CommandOption[];
  readonly min_value?: number;
  readonly max_value?: number;
  readonly min_length?: number;
  readonly max_length?: number;
}

/** What a bot registers. */
export interface CommandBody {
  readonly name: string;
  readonly description?: string;
  readonly type?: number;
  readonly options?: readonly CommandOption[];
  readonly default_member_permissions?: string | null;
  readonly contexts?: readonly number[] | null;
  readonly integration_types?: readonly number[];
  readonly nsfw?: boolean;
}

/** A command that is registered. */
export interface RegisteredCommand extends CommandBody {
  readonly id: string;
  readonly application_id: string;
  readonly version: string;
  readonly type: number;
  readonly description: string;
  readonly default_member_permissions: string | null;
  readonly guild_id?: string;
}

/** A server's commands, or those for everywhere (`null`). */
export type Scope = string | null;

export interface CommandStore {
  list(scope: Scope): readonly RegisteredCommand[];
  get(scope: Scope, id: string): RegisteredCommand;
  /** A command of that name and type makes room. */
  create(scope: Scope, body: CommandBody): { readonly command: RegisteredCommand; readonly isNew: boolean };
  /** All others of the scope are gone. */
  replace(scope: Scope, bodies: readonly CommandBody[]): readonly RegisteredCommand[];
  edit(scope: Scope, id: string, change: Partial<CommandBody>): RegisteredCommand;
  remove(scope: Scope, id: string): void;
}

const CHAT_INPUT = 1;
const MOST: Readonly<Record<number, number>> = { 1: 100, 2: 15, 3: 15 };

export function createCommandStore(applicationId: string, nextId: () => string): CommandStore {
  const scopes = new Map<Scope, readonly RegisteredCommand[]>();
  const list = (scope: Scope): readonly RegisteredCommand[] => scopes.get(scope) ?? [];

  function register(scope: Scope, body: CommandBody): RegisteredCommand {
    checkCommand(body);
    const type = body.type ?? CHAT_INPUT;
    const known = list(scope).find((command) => command.name === body.name && command.type === type);
    return {
      default_member_permissions: null,
      nsfw: false,
      integration_types: [0],
      contexts: null,
      ...body,
      type,
      description: body.description ?? "",
      id: known?.id ?? nextId(),
      application_id: applicationId,
      version: nextId(),
      ...(scope === null ? {} : { guild_id: scope }),
    };
  }

  function put(scope: Scope, command: RegisteredCommand): void {
    const others = list(scope).filter(({ id }) => id !== command.id);
    checkNumbers([...others, command]);
    scopes.set(scope, [...others, command]);
  }

  const get = (scope: Scope, id: string): RegisteredCommand =>
    list(scope).find((command) => command.id === id) ?? refuse(10063);

  return {
    list,
    get,
    create: (scope, body) => {
      const command = register(scope, body);
      const isNew = !list(scope).some(({ id }) => id === command.id);
      put(scope, command);
      return { command, isNew };
    },
    replace: (scope, bodies) => {
      const commands = bodies.map((body) => register(scope, body));
      checkNumbers(commands);
      scopes.set(scope, commands);
      return commands;
    },
    edit: (scope, id, change) => {
      const command = { ...get(scope, id), ...change, version: nextId() } as RegisteredCommand;
      checkCommand(command);
      put(scope, command);
      return command;
    },
    remove: (scope, id) => {
      get(scope, id);
      scopes.set(
        scope,
        list(scope).filter((command) => command.id !== id),
      );
    },
  };
}

/** As Discord shows a command. */
export function commandPayload(command: RegisteredCommand): Payload {
  return { name_localizations: null, description_localizations: null, ...command };
}

function checkNumbers(commands: readonly RegisteredCommand[]): void {
  const names = commands.map(({ type, name }) => `${type} ${name}`);
  if (new Set(names).size < names.length) {
    refuseBody("name", "Application command names must be unique");
  }
  for (const [type, most] of Object.entries(MOST)) {
    if (commands.filter((command) => command.type === Number(type)).length > most) {
      refuseBody("name", `Maximum number of application commands reached (${most}).`);
    }
  }
}

const NAME = /^[-_'\p{Ll}\p{Lo}\p{N}]{1,32}$/u;

function checkCommand({ name, description = "", type = CHAT_INPUT, options = [] }: CommandBody): void {
  if (type !== CHAT_INPUT) {
    return;
  }
  if (!NAME.test(name)) {
    refuseBody("name", "Command name is invalid");
  }
  if (description.length < 1 || description.length > 100) {
    refuseBody("description", "Must be between 1 and 100 in length.");
  }
  checkOptions(options);
}

function checkOptions(options: readonly CommandOption[]): void {
  const names = options.map(({ name }) => name);
  if (options.length > 25 || new Set(names).size < names.length) {
    refuseBody("options", "At most 25 options, each with a name of its own.");
  }
  const firstOptional = options.findIndex(({ type, required }) => type > 2 && required !== true);
  if (firstOptional !== -1 && options.slice(firstOptional).some(({ required }) => required === true)) {
    refuseBody("options", "Required options must be placed before non-required options");
  }
  for (const { name, description = "", choices = [], autocomplete, options: inner = [] } of options) {
    if (!NAME.test(name) || description.length < 1 || description.length > 100) {
      refuseBody("options", `The name or description of ${name} is invalid.`);
    }
    if (choices.length > 25 || (autocomplete === true && choices.length > 0)) {
      refuseBody("options", `${name}: at most 25 choices, and none beside autocomplete.`);
    }
    checkOptions(inner);
  }
}
