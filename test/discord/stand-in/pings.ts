import type { Payload } from "./payload.ts";

/** Whom a message rings. Cautious: what stands in code or behind a backslash counts as well. */
export interface Pings {
  readonly everyone: boolean;
  readonly people: readonly string[];
  readonly roles: readonly string[];
}

/** `allowed_mentions` of a message. */
export interface AllowedMentions {
  readonly parse?: readonly string[];
  readonly users?: readonly string[];
  readonly roles?: readonly string[];
  readonly replied_user?: boolean;
}

export const NOBODY: Pings = { everyone: false, people: [], roles: [] };

const EVERYTHING: AllowedMentions = { parse: ["users", "roles", "everyone"], replied_user: true };

/** What of a message's text and `allowed_mentions` comes down to ringing; `repliedTo` is the author of what it replies to. */
export function pingsOf(text: string, allowedMentions: AllowedMentions | null, repliedTo: string | null): Pings {
  const allowed = allowedMentions ?? EVERYTHING;
  const parse = allowed.parse ?? [];
  const people = idsIn(text, /<@!?(\d+)>/gu).filter((id) => parse.includes("users") || allowed.users?.includes(id));
  const roles = idsIn(text, /<@&(\d+)>/gu).filter((id) => parse.includes("roles") || allowed.roles?.includes(id));
  if (repliedTo !== null && allowed.replied_user === true) {
    people.push(repliedTo);
  }
  return {
    everyone: parse.includes("everyone") && /@(everyone|here)/u.test(text),
    people: [...new Set(people)],
    roles: [...new Set(roles)],
  };
}

function idsIn(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, id]) => id ?? "");
}

/** All text of a message in which a mention rings: the content, and text displays among the components. */
export function ringingText(content: string, components: readonly Payload[]): string {
  return [content, ...components.flatMap(textDisplays)].join("\n");
}

function textDisplays(component: Payload): readonly string[] {
  const { type, content, components } = component as {
    readonly type?: number;
    readonly content?: string;
    readonly components?: readonly Payload[];
  };
  return [...(type === 10 && content !== undefined ? [content] : []), ...(components ?? []).flatMap(textDisplays)];
}
