import { RekindleError } from "../../../kernel/index.ts";

/** Discord refused the bot's token: it is wrong, or was reset. Nothing works until the program is started with another. */
export class DiscordTokenRefusedError extends RekindleError {
  readonly code = "DISCORD_TOKEN_REFUSED";

  constructor(options?: ErrorOptions) {
    super("Discord refused the token: copy a fresh one from the developer portal (Bot, Reset Token)", options);
  }
}

const CLOSE_CODE_WORDS: Readonly<Record<number, string>> = {
  4010: "the shard numbers are wrong",
  4011: "the bot is in so many servers that it needs shards",
  4012: "this version of its gateway is gone",
  4013: "the intents are none that it knows",
  4014: "an intent is not enabled in the developer portal (Bot, Privileged Gateway Intents)",
};

/** Discord's gateway closed the connection for good: what stands in the way has to be mended before the next start. */
export class DiscordGatewayRefusedError extends RekindleError {
  readonly code = "DISCORD_GATEWAY_REFUSED";
  /** The gateway's own close code. */
  readonly closeCode: number;

  constructor(closeCode: number) {
    super(`Discord closed the connection for good: ${CLOSE_CODE_WORDS[closeCode] ?? `close code ${closeCode}`}`);
    this.closeCode = closeCode;
  }
}

/** Discord, or who stands in front of it, blocks all requests of this program. Nothing works until that is settled with them. */
export class DiscordBlockedError extends RekindleError {
  readonly code = "DISCORD_BLOCKED";
  readonly discordCode: number | null;

  constructor(discordCode: number | null) {
    super(`Discord blocks this program's requests (code ${discordCode ?? "unknown"})`);
    this.discordCode = discordCode;
  }
}

/** A slash command of this name is there already, and it is not ours. It stays as it is, and ours is not offered. */
export class DiscordCommandTakenError extends RekindleError {
  readonly code = "DISCORD_COMMAND_TAKEN";
  readonly command: string;

  constructor(command: string) {
    super(
      `the bot already has a command /${command} that is not Rekindle's: rename ours with commands.rename ` +
        `{ ${command}: "another_name" }, turn it off with commands.off ["${command}"], or put all under one with commands.root "rekindle"`,
    );
    this.command = command;
  }
}

/** An option of the Discord platform has a value that is not allowed. */
export class DiscordOptionInvalidError extends RekindleError {
  readonly code = "DISCORD_OPTION_INVALID";
  readonly option: string;

  constructor(option: string, rule: string) {
    super(`${option} ${rule}`);
    this.option = option;
  }
}

/** An answer was for its actor alone, and a message among others cannot be answered so: it was not said at all. */
export class CannotWhisperError extends RekindleError {
  readonly code = "CANNOT_WHISPER";

  constructor() {
    super("a message in a channel cannot be answered to its author alone");
  }
}
