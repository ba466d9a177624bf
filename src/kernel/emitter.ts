import { toError } from "./errors.ts";
import type { Logger } from "./logger.ts";

/** Subscribes; the function that comes back ends the subscription. */
export type Subscribe<Events> = <Name extends keyof Events>(
  name: Name,
  listener: (event: Events[Name]) => void,
) => () => void;

/**
 * Typed events. Listeners are called in the order in which they subscribed, before `emit` returns. One that throws, or whose
 * promise is rejected, is logged and never harms the emitter or its neighbours.
 */
export interface Emitter<Events> {
  readonly on: Subscribe<Events>;
  emit<Name extends keyof Events>(name: Name, event: Events[Name]): void;
}

/** An emitter without listeners; `logger` is told which of them failed. */
export function createEmitter<Events>(logger: Logger): Emitter<Events> {
  const subscriptions = new Map<keyof Events, Set<{ readonly listener: (event: never) => unknown }>>();

  function logFailure(name: keyof Events, thrown: unknown): void {
    logger.error({ event: String(name), error: toError(thrown).message }, "an event listener failed");
  }

  return {
    on: (name, listener) => {
      const group = subscriptions.get(name) ?? new Set();
      const subscription = { listener }; // an object of its own, so that one listener may subscribe twice
      subscriptions.set(name, group.add(subscription));
      return () => {
        group.delete(subscription);
      };
    },
    emit: (name, event) => {
      // A copy: who subscribes while an event is told hears from the next one on.
      for (const { listener } of [...(subscriptions.get(name) ?? [])]) {
        try {
          const result = (listener as (event: unknown) => unknown)(event); // `on` stored it under the name whose event this is
          if (result instanceof Promise) {
            result.catch((thrown: unknown) => {
              logFailure(name, thrown);
            });
          }
        } catch (thrown) {
          logFailure(name, thrown);
        }
      }
    },
  };
}
