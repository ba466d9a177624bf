/** A field of a command, as a platform offers it. */
export type CommandField = {
  /** `[a-z_]`, at most 32 characters. */
  readonly name: string;
  /** At most 100 characters. */
  readonly description: string;
  readonly required: boolean;
} & (
  | { readonly type: "person" }
  /** Above 0. */
  | { readonly type: "number"; readonly max: number }
  | { readonly type: "choice"; readonly choices: readonly string[] }
  /** `completes`: values are offered while it is filled in. */
  | { readonly type: "text"; readonly maxLength: number; readonly completes: boolean }
);

/** How commands are offered beside those that a bot has already. */
export interface CommandNaming {
  /** Names of commands that are not offered. @defaultValue none */
  readonly off?: readonly string[];
  /** Other names, by our own: `{ debug: "followup_debug" }`. @defaultValue none */
  readonly rename?: Readonly<Record<string, string>>;
  /** Puts all of them under one command of this name. @defaultValue each command stands for itself */
  readonly root?: string | null;
}

/** A command, as a platform with commands of its own offers it. */
export interface CommandDefinition {
  /** `[a-z_]`, at most 32 characters. */
  readonly name: string;
  /** At most 100 characters. */
  readonly description: string;
  /** Who is offered it; who may give it is checked where it is run. */
  readonly rank: "anyone" | "administrator" | "operator";
  /** In the order in which they are typed; those that must be there first. */
  readonly fields: readonly CommandField[];
}
