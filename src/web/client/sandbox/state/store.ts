/** A value that is replaced, never changed, and tells when it was. */
export interface Store<State> {
  get(): State;
  /** Takes the given fields over. */
  set(change: Partial<State>): void;
  /** @returns what ends the subscription. */
  subscribe(listener: () => void): () => void;
}

/** @param initial - the first value. */
export function createStore<State extends object>(initial: State): Store<State> {
  let state = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    set: (change) => {
      state = { ...state, ...change };
      for (const listener of listeners) {
        listener();
      }
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
