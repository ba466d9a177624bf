import type { Context } from "hono";
import { streamSSE } from "hono/streaming";

import type { SandboxEvents } from "../../contract.ts";
import { isVisibleTo, messageView } from "./message-view.ts";
import type { SandboxBackend } from "./sandbox-backend.ts";
import type { ClockWinder } from "./wind-clock.ts";

/** While a clock is wound a great deal happens: at most one hint in this time says that the panel is out of date. */
const PANEL_PAUSE_MS = 250;
const CLOCK_PAUSE_MS = 100;
const KEEP_ALIVE_MS = 20_000;

/** Whose stream, and from what it is fed. */
export interface EventStreamParts {
  readonly backend: SandboxBackend;
  readonly winder: ClockWinder;
  readonly user: string;
  /** Fires when the server goes. */
  readonly ending: AbortSignal;
}

/** Tells one browser what its person sees, as it happens. */
export function sandboxEventStream(context: Context, { backend, winder, user, ending }: EventStreamParts): Response {
  return streamSSE(context, async (stream) => {
    const send = <Name extends keyof SandboxEvents>(name: Name, data: SandboxEvents[Name]): void => {
      void stream.writeSSE({ event: name, data: JSON.stringify(data) });
    };
    const panelHint = paced(PANEL_PAUSE_MS, () => {
      send("panel", { user });
    });
    let clock: SandboxEvents["clock"] | null = null;
    const clockHint = paced(CLOCK_PAUSE_MS, () => {
      if (clock !== null) {
        send("clock", clock);
      }
    });
    const ends = [
      backend.chat.on("message", (message) => {
        if (isVisibleTo(message, user)) {
          send("message", messageView(message));
        }
        panelHint();
      }),
      backend.chat.on("person", ({ name, lastMessageAt }) => {
        send("person", {
          name,
          admin: name === backend.adminName,
          lastMessageAt: lastMessageAt?.toISOString() ?? null,
        });
      }),
      winder.on("clock", (state) => {
        clock = state;
        clockHint();
      }),
      backend.followUps.scheduler.on("job:run-ended", panelHint),
    ];
    const closed = new Promise<void>((resolve) => {
      const end = (): void => resolve();
      stream.onAbort(end);
      ending.addEventListener("abort", end, { once: true });
      ends.push(() => ending.removeEventListener("abort", end));
    });
    const keepAlive = setInterval(() => void stream.write(": here\n\n"), KEEP_ALIVE_MS);
    try {
      send("clock", await winder.state());
      await closed;
    } finally {
      clearInterval(keepAlive);
      for (const end of ends) {
        end();
      }
    }
  });
}

/** Calls at once, and then at most once in so many milliseconds, the last time never forgotten. */
function paced(pauseMs: number, call: () => void): () => void {
  let resting = false;
  let missed = false;
  const fire = (): void => {
    resting = true;
    missed = false;
    call();
    setTimeout(() => {
      resting = false;
      if (missed) {
        fire();
      }
    }, pauseMs).unref();
  };
  return () => {
    if (resting) {
      missed = true;
    } else {
      fire();
    }
  };
}
