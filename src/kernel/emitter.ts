import { toError } from "./errors.ts";
import type { Logger } from "./logger.ts";

/** Subscribes; the function that comes back ends the subscription. */
export type Subscribe<Events> = <Name extends keyof Events>(
  name: Name,
  listener: (event: Events[Name]) => void,
) => () => void;

/** Typed events. A listener that throws is logged and never harms the emitter or its neighbours. */
export interface Emitter<Events> {
  readonly on: Subscribe<Events>;
  emit<Name extends keyof Events>(name: Name, event: Events[Name]): void;
}

export function createEmitter<Events>(logger: Logger): Emitter<Events> {
  const listeners = new Map<keyof Events, Set<(event: never) => void>>();

  return {
    on: (name, listener) => {
      const group = listeners.get(name) ?? new Set();
      listeners.set(name, group.add(listener));
      return () => group.delete(listener);
    },
    emit: (name, event) => {
      for (const listener of listeners.get(name) ?? []) {
        try {
          (listener as (event: unknown) => void)(event); // `on` stored it under the name whose event this is
        } catch (thrown) {
          logger.error({ event: String(name), error: toError(thrown).message }, "an event listener threw");
        }
      }
    },
  };
}
