import type { SandboxEvents } from "../../../contract.ts";

/** What to do with each thing that the stream tells. */
export interface StreamListener {
  readonly events: { readonly [Name in keyof SandboxEvents]: (data: SandboxEvents[Name]) => void };
  onOpened(): void;
  /** The stream broke. It tries again by itself, later and later. */
  onAway(): void;
}

/** An open ear. */
export interface EventStream {
  /** Does not wait for the next try. */
  retryNow(): void;
  close(): void;
}

const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 10_000;
const NAMES = ["message", "clock", "panel", "person"] as const satisfies readonly (keyof SandboxEvents)[];

/** Listens to what happens to one person until it is closed. */
export function openEventStream(user: string, listener: StreamListener): EventStream {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let retryMs = FIRST_RETRY_MS;

  function connect(): void {
    clearTimeout(timer);
    source?.close();
    source = new EventSource(`/api/sandbox/events?user=${encodeURIComponent(user)}`);
    source.addEventListener("open", () => {
      retryMs = FIRST_RETRY_MS;
      listener.onOpened();
    });
    source.addEventListener("error", onBroken);
    for (const name of NAMES) {
      source.addEventListener(name, (event: MessageEvent<string>) => {
        tell(listener, name, event.data);
      });
    }
  }

  function onBroken(): void {
    source?.close();
    clearTimeout(timer);
    timer = setTimeout(connect, retryMs);
    retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
    listener.onAway();
  }

  connect();
  return {
    retryNow: connect,
    close: () => {
      clearTimeout(timer);
      source?.close();
    },
  };
}

function tell(listener: StreamListener, name: keyof SandboxEvents, json: string): void {
  const handle: (data: never) => void = listener.events[name];
  // Our own server's words, typed by the contract.
  handle(JSON.parse(json) as never);
}
