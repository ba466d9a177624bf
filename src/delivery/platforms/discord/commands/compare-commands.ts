import { z } from "zod";

const optionSchema = z.object({
  type: z.number(),
  name: z.string(),
  description: z.string(),
  required: z.boolean().nullish(),
  choices: z.array(z.object({ name: z.string(), value: z.union([z.string(), z.number()]) })).nullish(),
  min_value: z.number().nullish(),
  max_value: z.number().nullish(),
  max_length: z.number().nullish(),
  autocomplete: z.boolean().nullish(),
  get options() {
    return z.array(optionSchema).nullish();
  },
});

/** What we read of a command that Discord has, or that we would have it have. */
export const commandShapeSchema = z.object({
  type: z.number().nullish(),
  name: z.string(),
  description: z.string(),
  default_member_permissions: z.string().nullish(),
  contexts: z.array(z.number()).nullish(),
  options: z.array(optionSchema).nullish(),
});

/** A command's shape: everything that people see of it. */
export type CommandShape = z.infer<typeof commandShapeSchema>;
type OptionShape = z.infer<typeof optionSchema>;

/** Whether nothing about the one differs from the other. */
export function sameCommand(one: CommandShape, other: CommandShape): boolean {
  return JSON.stringify(plainCommand(one)) === JSON.stringify(plainCommand(other));
}

/**
 * Whether a command that is there was made by us, by an earlier version perhaps: of the same name, with the same description, or with
 * options of the same names, types and descriptions. Two commands that agree in neither only share a name.
 */
export function madeByUs(existing: CommandShape, ours: CommandShape): boolean {
  if (existing.name !== ours.name) {
    return false;
  }
  const options = JSON.stringify((ours.options ?? []).map(optionFace));
  return (
    existing.description === ours.description ||
    (options !== "[]" && JSON.stringify((existing.options ?? []).map(optionFace)) === options)
  );
}

function optionFace({ type, name, description, options }: OptionShape): unknown {
  return [type, name, description, (options ?? []).map(optionFace)];
}

function plainCommand({ name, description, default_member_permissions, contexts, options }: CommandShape): unknown {
  return [
    name,
    description,
    default_member_permissions ?? null,
    [...(contexts ?? [])].sort((one, other) => one - other),
    (options ?? []).map(plainOption),
  ];
}

/** Discord leaves out, or says as null or false, what was not set. */
function plainOption(option: OptionShape): unknown {
  return [
    option.type,
    option.name,
    option.description,
    option.required ?? false,
    (option.choices ?? []).map(({ name, value }) => [name, value]),
    option.min_value ?? null,
    option.max_value ?? null,
    option.max_length ?? null,
    option.autocomplete ?? false,
    (option.options ?? []).map(plainOption),
  ];
}
