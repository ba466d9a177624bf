import type { Logger } from "../../kernel/index.ts";
import { SECOND_MS } from "../../kernel/index.ts";
import type { FollowUpKind, PersonId, Place, Relationship } from "../../vocabulary/index.ts";
import { askHost, askHostOr } from "./ask-host.ts";
import { toHostPlace } from "./host-places.ts";
import { HOST_SCHEMAS } from "./host-schemas.ts";
import type {
  HostMessage,
  HostMood,
  HostPeople,
  HostPrivacy,
  HostQuestion,
  HostUse,
  SentFollowUp,
} from "./host-types.ts";

/** What a host said of a person; `undefined`: it was not asked, or gave no answer. */
export interface HostFacts {
  readonly profile: { readonly name: string | null; readonly timeZone: string | null } | undefined;
  readonly mood: HostMood | null | undefined;
}

/** What a follow-up would go back to. */
export interface IntendedUse {
  readonly kind: FollowUpKind;
  readonly topic: string | null;
  readonly messageId: string | null;
}

/** The bot that we are part of, as the follow-up engine asks it. Nothing in here throws but at an abort, `record` aside. */
export interface Host {
  /** Which of our own parts it replaces. */
  readonly brings: {
    readonly names: boolean;
    readonly texts: boolean;
    readonly moods: boolean;
    readonly relationships: boolean;
    readonly memory: boolean;
    readonly rules: boolean;
  };
  facts(person: PersonId, place: Place, signal: AbortSignal): Promise<HostFacts>;
  /** `fallback`: ours. Where the host has one and does not say, the most reserved. */
  relationship(
    person: PersonId,
    place: Place,
    options: { readonly fallback: Relationship; readonly signal: AbortSignal },
  ): Promise<Relationship>;
  /** The newest messages of a place, oldest first; none where the host does not say. */
  recentMessages(
    person: PersonId,
    place: Place,
    options?: { readonly signal: AbortSignal },
  ): Promise<readonly HostMessage[]>;
  mayContact(person: PersonId, place: Place, signal: AbortSignal): Promise<boolean>;
  mayUse(
    person: PersonId,
    place: Place,
    options: { readonly use: IntendedUse; readonly signal: AbortSignal },
  ): Promise<boolean>;
  /** @throws what the host threw, so that it can be tried again. */
  record(message: SentFollowUp, signal: AbortSignal): Promise<void>;
}

/** What a host is made from. */
export interface HostParts {
  readonly people?: HostPeople | undefined;
  readonly privacy?: HostPrivacy | undefined;
  /** How long one of its functions may take. */
  readonly timeoutMs: number;
  readonly logger: Logger;
}

/** How long a function of the host may take, where nothing else is said. Guessed. */
export const HOST_TIMEOUT_MS = 5 * SECOND_MS;

const RECENT_MESSAGES = 50;

/** The host behind the functions that it brought; without any, all is our own. */
export function createHost({ people = {}, privacy = {}, timeoutMs, logger }: HostParts): Host {
  const asking: Asking = (provider, signal) => ({
    provider,
    timeoutMs,
    logger,
    ...(signal === undefined ? {} : { signal }),
  });
  const permits = (provider: string, signal: AbortSignal, ask: (signal: AbortSignal) => unknown): Promise<boolean> =>
    askHostOr({ ...asking(provider, signal), schema: HOST_SCHEMAS.allowed, instead: false }, ask);

  return {
    brings: {
      names: people.profile !== undefined,
      texts: people.recentMessages !== undefined,
      moods: people.mood !== undefined,
      relationships: people.relationship !== undefined,
      memory: people.recordOwnMessage !== undefined,
      rules: privacy.mayContact !== undefined || privacy.mayUse !== undefined,
    },
    facts: (person, place, signal) => factsOf(people, asking, { person, place, signal }),
    relationship: (person, place, { fallback, signal }) =>
      people.relationship === undefined
        ? Promise.resolve(fallback)
        : askHostOr<Relationship>(
            {
              ...asking("people.relationship", signal),
              schema: HOST_SCHEMAS.relationship,
              instead: "acquaintance",
            },
            (ending) => people.relationship?.(person, { place: toHostPlace(place), signal: ending }),
          ),
    recentMessages: async (person, place, options) => {
      if (people.recentMessages === undefined) {
        return [];
      }
      const messages = await askHostOr<readonly HostMessage[]>(
        { ...asking("people.recentMessages", options?.signal), schema: HOST_SCHEMAS.recentMessages, instead: [] },
        (ending) =>
          people.recentMessages?.(person, { place: toHostPlace(place), limit: RECENT_MESSAGES, signal: ending }),
      );
      return messages.toSorted((one, other) => one.sentAt.getTime() - other.sentAt.getTime()).slice(-RECENT_MESSAGES);
    },
    mayContact: async (person, place, signal) =>
      privacy.mayContact === undefined ||
      (await permits("privacy.mayContact", signal, (ending) =>
        privacy.mayContact?.(person, questionFor(place, ending)),
      )),
    mayUse: async (person, place, { use, signal }) =>
      privacy.mayUse === undefined ||
      (await permits("privacy.mayUse", signal, (ending) => {
        const asked: HostUse = { ...use, ...questionFor(place, ending) };
        return privacy.mayUse?.(person, asked);
      })),
    record: async (message, signal) => {
      await askHost({ ...asking("people.recordOwnMessage", signal), schema: HOST_SCHEMAS.recordOwnMessage }, (ending) =>
        people.recordOwnMessage?.(message, { signal: ending }),
      );
    },
  };
}

function questionFor(place: Place, signal: AbortSignal): HostQuestion {
  return { place: toHostPlace(place), signal };
}

type Asking = (
  provider: string,
  signal?: AbortSignal,
) => { readonly provider: string; readonly timeoutMs: number; readonly logger: Logger; readonly signal?: AbortSignal };

async function factsOf(
  { profile: askProfile, mood: askMood }: HostPeople,
  asking: Asking,
  { person, place, signal }: { readonly person: PersonId; readonly place: Place; readonly signal: AbortSignal },
): Promise<HostFacts> {
  const [profile, mood] = await Promise.all([
    askProfile &&
      askHostOr(
        { ...asking("people.profile", signal), schema: HOST_SCHEMAS.profile.optional(), instead: undefined },
        (ending) => answered(askProfile(person, questionFor(place, ending))),
      ),
    askMood &&
      askHostOr(
        { ...asking("people.mood", signal), schema: HOST_SCHEMAS.mood.optional(), instead: undefined },
        (ending) => answered(askMood(person, questionFor(place, ending))),
      ),
  ]);
  return { profile, mood };
}

/** Nothing at all is no answer: it would pass for one that was not asked for. */
async function answered(answer: unknown): Promise<unknown> {
  const value = await answer;
  return value === undefined ? Symbol.for("nothing") : value;
}
