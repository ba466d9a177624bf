import type { Client } from "discord.js";

import type { Logger } from "../../../kernel/index.ts";
import type { PersonId } from "../../../vocabulary/index.ts";
import type { DirectChannels } from "./direct-channels.ts";
import type { DiscordApi } from "./discord-api.ts";
import type { ResolvedPlatformOptions } from "./discord-options.ts";

/** What the parts of the connected platform share. */
export interface DiscordContext {
  readonly logger: Logger;
  readonly options: ResolvedPlatformOptions;
  readonly api: DiscordApi;
  readonly directChannels: DirectChannels;
  /** `null`: none was made yet. Our own may be another after a failed login. */
  client(): Client | null;
  /** Waits until it is known once who owns the bot, or that Discord does not say. */
  isOperator(person: PersonId): Promise<boolean>;
}
