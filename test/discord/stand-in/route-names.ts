/** Everything that the stand-in answers, by name; "unknown" is all the rest, which it answers with 404. */
export const ROUTES = {
  "get-gateway": "GET /gateway/bot",
  "get-application": "GET /applications/@me",
  "get-own-application": "GET /oauth2/applications/@me",
  "list-commands": "GET /applications/:application/commands",
  "create-command": "POST /applications/:application/commands",
  "replace-commands": "PUT /applications/:application/commands",
  "get-command": "GET /applications/:application/commands/:command",
  "edit-command": "PATCH /applications/:application/commands/:command",
  "delete-command": "DELETE /applications/:application/commands/:command",
  "list-server-commands": "GET /applications/:application/guilds/:server/commands",
  "create-server-command": "POST /applications/:application/guilds/:server/commands",
  "replace-server-commands": "PUT /applications/:application/guilds/:server/commands",
  "get-server-command": "GET /applications/:application/guilds/:server/commands/:command",
  "edit-server-command": "PATCH /applications/:application/guilds/:server/commands/:command",
  "delete-server-command": "DELETE /applications/:application/guilds/:server/commands/:command",
  "get-bot": "GET /users/@me",
  "list-own-servers": "GET /users/@me/guilds",
  "leave-server": "DELETE /users/@me/guilds/:server",
  "open-direct-chat": "POST /users/@me/channels",
  "get-person": "GET /users/:person",
  "get-server": "GET /guilds/:server",
  "list-channels": "GET /guilds/:server/channels",
  "list-roles": "GET /guilds/:server/roles",
  "list-members": "GET /guilds/:server/members",
  "get-member": "GET /guilds/:server/members/:person",
  "get-channel": "GET /channels/:channel",
  type: "POST /channels/:channel/typing",
  "list-messages": "GET /channels/:channel/messages",
  "create-message": "POST /channels/:channel/messages",
  "get-message": "GET /channels/:channel/messages/:message",
  "edit-message": "PATCH /channels/:channel/messages/:message",
  "delete-message": "DELETE /channels/:channel/messages/:message",
  "answer-interaction": "POST /interactions/:interaction/:token/callback",
  "follow-up": "POST /webhooks/:application/:token",
  "get-answer": "GET /webhooks/:application/:token/messages/:message",
  "edit-answer": "PATCH /webhooks/:application/:token/messages/:message",
  "delete-answer": "DELETE /webhooks/:application/:token/messages/:message",
} as const;

/** A route of Discord's. */
export type KnownRoute = keyof typeof ROUTES;
export type RouteName = KnownRoute | "unknown";

interface Found {
  readonly name: RouteName;
  readonly parameters: Readonly<Record<string, string>>;
}

const PATTERNS = (Object.keys(ROUTES) as KnownRoute[]).map((name) => {
  const [method = "", path = ""] = ROUTES[name].split(" ");
  return { name, method, pattern: new RegExp(`^${path.replaceAll(/:([a-z]+)/gu, "(?<$1>[^/]+)")}$`, "u") };
});

/** The route of a request; `path` without base, version and query. */
export function findRoute(method: string, path: string): Found {
  for (const { name, method: expected, pattern } of PATTERNS) {
    const found = method === expected ? pattern.exec(path) : null;
    if (found !== null) {
      const groups = Object.entries(found.groups ?? {});
      return { name, parameters: Object.fromEntries(groups.map(([key, value]) => [key, decodeURIComponent(value)])) };
    }
  }
  return { name: "unknown", parameters: {} };
}
