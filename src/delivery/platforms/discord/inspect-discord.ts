import { DiscordAPIError, PermissionFlagsBits, REST, Routes } from "discord.js";

import { SECOND_MS, toError } from "../../../kernel/index.ts";
import { inviteLink, NEEDED_PERMISSIONS } from "./invite-link.ts";

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

interface Application {
  readonly id: string;
  readonly name: string;
  readonly flags?: number;
  readonly privacy_policy_url?: string | null;
}

interface Server {
  readonly id: string;
  readonly name: string;
  /** Bits, as a text. */
  readonly permissions: string;
}

/** Looks at a token, the intents, and the permissions in each server. Asks only; logs in nowhere. Never rejects. */
export async function inspectDiscord(options: InspectionOptions): Promise<readonly DiscordFinding[]> {
  const api = options.apiUrl === undefined ? {} : { api: options.apiUrl };
  const rest = new REST({ ...api, version: "10", retries: 0, timeout: REQUEST_TIMEOUT_MS }).setToken(options.token);
  try {
    const application = (await rest.get(Routes.currentApplication())) as Application;
    const servers = (await rest.get(Routes.userGuilds())) as readonly Server[];
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

function intentFindings({ flags = 0 }: Application, { listenIn }: InspectionOptions): readonly DiscordFinding[] {
  if (listenIn.length === 0) {
    return [{ grade: "good", text: "no privileged intent is needed" }];
  }
  return (flags & MESSAGE_CONTENT_FLAGS) === 0
    ? [
        {
          grade: "hint",
          text: "DISCORD_LISTEN_CHANNELS needs the message content intent, which is not switched on: Bot → Privileged Gateway Intents → Message Content. Until then only what is said to the bot is read",
        },
      ]
    : [{ grade: "good", text: "the message content intent is switched on" }];
}

function serverFindings(servers: readonly Server[]): readonly DiscordFinding[] {
  if (servers.length === 0) {
    return [{ grade: "hint", text: "the bot is in no server yet: open the invite link" }];
  }
  const lacking = servers.flatMap(({ name, permissions }): readonly DiscordFinding[] => {
    const missing = missingPermissions(BigInt(permissions));
    return missing.length === 0
      ? []
      : [
          {
            grade: "hint",
            text: `in “${name}” it lacks ${missing.map(({ name: what, serves }) => `${what} (to ${serves})`).join(", ")}`,
          },
        ];
  });
  const count = `it is in ${servers.length} server${servers.length === 1 ? "" : "s"}`;
  return lacking.length === 0 ? [{ grade: "good", text: `${count}, with all permissions that it needs` }] : lacking;
}

function missingPermissions(granted: bigint): readonly (typeof NEEDED_PERMISSIONS)[number][] {
  return (granted & PermissionFlagsBits.Administrator) !== 0n
    ? []
    : NEEDED_PERMISSIONS.filter(({ bit }) => (granted & bit) === 0n);
}

function troubleOf(thrown: unknown): DiscordFinding {
  if (thrown instanceof DiscordAPIError && thrown.status === UNAUTHORIZED) {
    return { grade: "trouble", text: "the token was refused: copy it again, from Bot → Reset Token" };
  }
  return { grade: "trouble", text: `no answer could be had (${toError(thrown).message})` };
}
