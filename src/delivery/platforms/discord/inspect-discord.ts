import { DiscordAPIError, REST, Routes } from "discord.js";
import { z } from "zod";

import { SECOND_MS, toError } from "../../../kernel/index.ts";
import { countServers } from "./client/what-it-lacks.ts";
import { inviteLink, lackingPermissions } from "./needed-permissions.ts";

/** What was found. `trouble` keeps the bot from working, `hint` from some of it. */
export interface DiscordFinding {
  readonly grade: "good" | "hint" | "trouble";
  readonly text: string;
}

/** What is to be looked at. */
export interface InspectionOptions {
  readonly token: string;
  /** The base of the REST interface. @defaultValue Discord's own */
  readonly apiUrl?: string;
  /** Channels that the bot is to overhear, for which it needs the message content intent. */
  readonly listenIn: readonly string[];
}

const REQUEST_TIMEOUT_MS = 10 * SECOND_MS;
const UNAUTHORIZED = 401;

/** The application's flags for the message content intent: granted, and switched on while the bot is in few servers. */
const MESSAGE_CONTENT_FLAGS = (1 << 18) | (1 << 19);

const applicationSchema = z.object({
  id: z.string(),
  name: z.string(),
  flags: z.number().nullish(),
  privacy_policy_url: z.string().nullish(),
});
type Application = z.infer<typeof applicationSchema>;

/** Permissions are bits, as a text. */
const serversSchema = z.array(z.object({ name: z.string(), permissions: z.string() }));
type Servers = z.infer<typeof serversSchema>;

/** Looks at a token, the intents, and the permissions in each server. Asks only; logs in nowhere. Never rejects. */
export async function inspectDiscord(options: InspectionOptions): Promise<readonly DiscordFinding[]> {
  const api = options.apiUrl === undefined ? {} : { api: options.apiUrl };
  const rest = new REST({ ...api, version: "10", retries: 0, timeout: REQUEST_TIMEOUT_MS }).setToken(options.token);
  try {
    const application = applicationSchema.parse(await rest.get(Routes.currentApplication()));
    const servers = serversSchema.parse(await rest.get(Routes.userGuilds()));
    return [
      { grade: "good", text: `the token is that of “${application.name}”` },
      ...intentFindings(application, options),
      ...serverFindings(servers),
      ...(application.privacy_policy_url ? [] : [PRIVACY_HINT]),
      { grade: "good", text: `invite link: ${inviteLink(application.id)}` },
    ];
  } catch (thrown) {
    return [troubleOf(thrown)];
  }
}

const PRIVACY_HINT: DiscordFinding = {
  grade: "hint",
  text: "the application names no privacy policy, which Discord asks for: General Information → Privacy Policy URL",
};

function intentFindings({ flags }: Application, { listenIn }: InspectionOptions): readonly DiscordFinding[] {
  if (listenIn.length === 0) {
    return [{ grade: "good", text: "no privileged intent is needed" }];
  }
  return ((flags ?? 0) & MESSAGE_CONTENT_FLAGS) === 0
    ? [
        {
          grade: "hint",
          text: "DISCORD_LISTEN_CHANNELS needs the message content intent, which is not switched on: Bot → Privileged Gateway Intents → Message Content. Until then only what is said to the bot is read",
        },
      ]
    : [{ grade: "good", text: "the message content intent is switched on" }];
}

function serverFindings(servers: Servers): readonly DiscordFinding[] {
  if (servers.length === 0) {
    return [{ grade: "hint", text: "the bot is in no server yet: open the invite link" }];
  }
  const lacking = servers.flatMap(({ name, permissions }) =>
    lackingPermissions(BigInt(permissions)).map((missing): DiscordFinding => ({
      grade: "hint",
      text: `in “${name}” it lacks the permission ${missing.name}: ${missing.effect}`,
    })),
  );
  return lacking.length === 0
    ? [{ grade: "good", text: `it is in ${countServers(servers.length)}, with all permissions that it needs` }]
    : lacking;
}

function troubleOf(thrown: unknown): DiscordFinding {
  if (thrown instanceof DiscordAPIError && thrown.status === UNAUTHORIZED) {
    return { grade: "trouble", text: "the token was refused: copy it again, from Bot → Reset Token" };
  }
  return { grade: "trouble", text: `no answer could be had (${toError(thrown).message})` };
}
