import { type Clock, systemClock } from "../../../kernel/index.ts";
import type { ResolvedCommandOptions } from "./commands/command-options.ts";

/** How our commands are registered beside those that a bot has already. */
export interface DiscordCommandOptions {
  /** Names of commands that are not offered as slash commands. @defaultValue none */
  readonly off?: readonly string[];
  /** Other names, by our own: `{ debug: "followup_debug" }`. @defaultValue none */
  readonly rename?: Readonly<Record<string, string>>;
  /**
   * Puts all of them under one command of this name: `/rekindle job_status`. Discord shows such commands to everybody; who may give
   * them is checked when they are given. @defaultValue each command stands for itself
   */
  readonly root?: string | null;
}

/** What can be chosen about the platform, whoever brings the client. */
export interface DiscordPlatformOptions {
  /**
   * Ids of server channels in which messages that are not said to the bot are read too. Needs the message content intent; messages
   * of people who never talked to the bot are not kept. @defaultValue none
   */
  readonly listenIn?: readonly string[];
  /** @defaultValue all commands, each under its own name */
  readonly commands?: DiscordCommandOptions;
  /**
   * How many requests this bot makes in a second, over all of its processes, which must all say the same. Discord takes 50; less are sent,
   * since the client library asks for a few things by itself, and what leaves within a second may arrive within less. More only for a bot
   * to which Discord granted more. @defaultValue 42
   */
  readonly requestsPerSecond?: number;
  /** Tells how old an event is when it is answered. @defaultValue the machine's clock */
  readonly clock?: Clock;
}

/** The options with every default filled in. */
export interface ResolvedPlatformOptions {
  readonly listenIn: ReadonlySet<string>;
  readonly commands: ResolvedCommandOptions;
  readonly requestsPerSecond: number;
  readonly clock: Clock;
}

/** What holds where nothing else is said. */
export const DISCORD_DEFAULTS = {
  listenIn: [],
  commands: { off: [], rename: {}, root: null },
  requestsPerSecond: 42,
  clock: systemClock,
} as const satisfies Required<DiscordPlatformOptions>;

/** Fills in the defaults. */
export function resolvePlatformOptions(options: DiscordPlatformOptions = {}): ResolvedPlatformOptions {
  const { listenIn, commands, requestsPerSecond, clock } = { ...DISCORD_DEFAULTS, ...options };
  return {
    listenIn: new Set(listenIn),
    commands: { ...DISCORD_DEFAULTS.commands, ...commands },
    requestsPerSecond,
    clock,
  };
}
