import type { CommandOption, RegisteredCommand } from "./commands.ts";
import { misuse } from "./misuse.ts";
import type { Payload } from "./payload.ts";

/** What a person fills in: field by field, people and channels by their ids. */
export type CommandValues = Readonly<Record<string, string | number | boolean>>;

/** A filled-in field, or a subcommand with those inside it. */
export interface FilledOption {
  readonly name: string;
  readonly type: number;
  readonly value?: string | number | boolean;
  readonly focused?: boolean;
  readonly options?: readonly FilledOption[];
}

const SUBCOMMAND = 1;
const GROUP = 2;
const TYPE = { text: 3, integer: 4, boolean: 5, person: 6, channel: 7, role: 8, mentionable: 9, number: 10 } as const;

/** The types whose values are ids of people. */
export const isPersonOption = (type: number): boolean => type === TYPE.person || type === TYPE.mentionable;

interface Input {
  readonly command: RegisteredCommand;
  /** What stands behind the command's name: subcommands, outermost first. */
  readonly path: readonly string[];
  readonly values: CommandValues;
  /** The field that is being filled in; then nothing is required, and values may be unfinished. */
  readonly focused: string | null;
}

/** What Discord makes of a person's input. Throws where Discord would not let them send it. */
export function fillIn({ command, path, values, focused }: Input): readonly FilledOption[] {
  const [next, ...rest] = path;
  if (next === undefined) {
    return fill(command.options ?? [], values, focused);
  }
  const option = find(command.options ?? [], next);
  const [leaf] = rest;
  if (option.type === GROUP && leaf !== undefined) {
    const inner = find(option.options ?? [], leaf);
    const options = fill(inner.options ?? [], values, focused);
    return [{ name: next, type: GROUP, options: [{ name: leaf, type: SUBCOMMAND, options }] }];
  }
  if (option.type !== SUBCOMMAND) {
    misuse(`${next} is no subcommand of /${command.name}`);
  }
  return [{ name: next, type: SUBCOMMAND, options: fill(option.options ?? [], values, focused) }];
}

function find(options: readonly CommandOption[], name: string): CommandOption {
  return options.find((option) => option.name === name) ?? misuse(`there is no option ${name}`);
}

function fill(
  options: readonly CommandOption[],
  values: CommandValues,
  focused: string | null,
): readonly FilledOption[] {
  if (options.some(({ type }) => type === SUBCOMMAND || type === GROUP)) {
    misuse("the command is incomplete: it has subcommands");
  }
  Object.keys(values).forEach((name) => find(options, name));
  if (focused === null) {
    const missing = options.find(({ name, required }) => required === true && !(name in values));
    return missing === undefined
      ? options.flatMap((option) => filled(option, values))
      : misuse(`the option ${missing.name} is required`);
  }
  if (find(options, focused).autocomplete !== true) {
    misuse(`the option ${focused} completes nothing`);
  }
  return Object.entries(values).map(([name, value]) => {
    const { type } = find(options, name);
    return { name, type, value, ...(name === focused ? { focused: true } : {}) };
  });
}

function filled(option: CommandOption, values: CommandValues): readonly FilledOption[] {
  const { name, type } = option;
  const value = values[name];
  if (value === undefined) {
    return [];
  }
  check(option, value);
  return [{ name, type, value }];
}

function check(option: CommandOption, value: string | number | boolean): void {
  const { name, type, choices, autocomplete } = option;
  const isNumber = type === TYPE.integer || type === TYPE.number;
  const expected = isNumber ? "number" : type === TYPE.boolean ? "boolean" : "string";
  if (typeof value !== expected || (type === TYPE.integer && !Number.isInteger(value))) {
    misuse(`the option ${name} takes a ${type === TYPE.integer ? "whole number" : expected}, not ${String(value)}`);
  }
  if (choices !== undefined && autocomplete !== true && !choices.some((choice) => choice.value === value)) {
    misuse(`the option ${name} offers no ${String(value)}`);
  }
  const { min_value: min = -Infinity, max_value: max = Infinity } = option;
  if (typeof value === "number" && (value < min || value > max)) {
    misuse(`the option ${name} takes numbers from ${min} to ${max}`);
  }
  const { min_length: shortest = 0, max_length: longest = 6000 } = option;
  if (type === TYPE.text && typeof value === "string" && (value.length < shortest || value.length > longest)) {
    misuse(`the option ${name} takes ${shortest} to ${longest} characters`);
  }
}

/** Every filled-in field, wherever it stands. */
export function leaves(options: readonly FilledOption[]): readonly FilledOption[] {
  return options.flatMap((option) => (option.options === undefined ? [option] : leaves(option.options)));
}

/** What `resolved` of an interaction says about the ids among the values. */
export function resolve(
  options: readonly FilledOption[],
  look: { readonly person: (id: string) => Payload; readonly member: (id: string) => Payload | null },
): Payload {
  const ids = leaves(options).flatMap(({ type, value }) => (isPersonOption(type) ? [String(value)] : []));
  if (ids.length === 0) {
    return {};
  }
  const members = ids.flatMap((id) => {
    const member = look.member(id);
    return member === null ? [] : [[id, member] as const];
  });
  return {
    resolved: {
      users: Object.fromEntries(ids.map((id) => [id, look.person(id)])),
      ...(members.length === 0 ? {} : { members: Object.fromEntries(members) }),
    },
  };
}
