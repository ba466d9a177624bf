import type { Client } from "discord.js";

import type { PersonId } from "../../../vocabulary/index.ts";
import type { Registration } from "./commands/register-commands.ts";

/** What is learnt while connected. */
export interface ConnectionState {
  client(): Client | null;
  useClient(client: Client | null): void;
  /** Waits until the owners were read once, or nobody waits any more. */
  isOperator(person: PersonId): Promise<boolean>;
  ownersRead(ids: readonly string[]): void;
  /** Discord's ids of our commands. Waits until they were registered once, or nobody waits any more. */
  ourCommandIds(): Promise<ReadonlySet<string>>;
  registered(registration: Registration): void;
  /** Commands whose names are somebody else's. */
  takenCommands(): readonly string[];
  /** Why nothing works any more; `null`: it does. */
  fatal(): Error | null;
  /** True for the first error alone. */
  failed(error: Error): boolean;
  /** Lets everybody who waits go on with what is known. */
  stopWaiting(): void;
}

/** Nothing is known yet but the operators who were named. */
export function createConnectionState(operatorIds: readonly PersonId[]): ConnectionState {
  const owners = Promise.withResolvers<undefined>();
  const registration = Promise.withResolvers<undefined>();
  let client: Client | null = null;
  let operators: ReadonlySet<string> = new Set(operatorIds);
  let current: Registration = { ids: new Set(), taken: [] };
  let fatal: Error | null = null;

  return {
    client: () => client,
    useClient: (next) => {
      client = next;
    },
    isOperator: async (person) => {
      await owners.promise;
      return operators.has(person);
    },
    ownersRead: (ids) => {
      operators = new Set([...operatorIds, ...ids]);
      owners.resolve(undefined);
    },
    ourCommandIds: async () => {
      await registration.promise;
      return current.ids;
    },
    registered: (next) => {
      current = next;
      registration.resolve(undefined);
    },
    takenCommands: () => current.taken.map(({ command }) => command),
    fatal: () => fatal,
    failed: (error) => {
      const first = fatal === null;
      fatal ??= error;
      return first;
    },
    stopWaiting: () => {
      owners.resolve(undefined);
      registration.resolve(undefined);
    },
  };
}
