/**
 * A program: Rekindle on a sandbox that kills the process between "handed over" and "recorded". Arguments: the data folder, and
 * a {@link Death} as JSON.
 */
import type { OutletMessage } from "../../../src/delivery/index.ts";
import { createSandbox, type SandboxPlatform } from "../../../src/delivery/platforms/sandbox/index.ts";
import { createRekindle } from "../../../src/main/create-rekindle.ts";
import { values } from "../../product-database.ts";

/** When it dies, and what the platform did before. */
export interface Death {
  /** It dies once messages to all of these are at the platform's door; messages to others pass. */
  readonly gather: readonly string[];
  /** Of these, whose message the platform has accepted by then. */
  readonly accepted: readonly string[];
  /** Who is let in only when no other message is at the door any more. */
  readonly last: string | null;
  /** In whose direct chat nobody can look whether a message is there. */
  readonly unreadable: string | null;
}

const OPEN = "select count(*) as value from outbound_messages where status in ('queued', 'sending')";

const [dataDir = "", deathText = "{}"] = process.argv.slice(2);
const death = JSON.parse(deathText) as Death;
const atTheDoor = new Set<string>();

function die(): Promise<never> {
  process.kill(process.pid, "SIGKILL");
  return new Promise(() => undefined);
}

function mortal(connected: SandboxPlatform, othersSettled: () => Promise<boolean>): SandboxPlatform {
  const { outlet } = connected;
  return {
    ...connected,
    outlet: {
      find: (place, nonce) =>
        place.channelId === `dm:${String(death.unreadable)}`
          ? Promise.resolve({ type: "unreadable" })
          : outlet.find(place, nonce),
      send: async (message: OutletMessage, signal) => {
        if (!death.gather.includes(message.person)) {
          return outlet.send(message, signal);
        }
        while (message.person === death.last && !(await othersSettled())) {
          await new Promise((resolve) => setImmediate(resolve)); // the others have their turn
        }
        if (death.accepted.includes(message.person)) {
          await outlet.send(message, signal);
        }
        atTheDoor.add(message.person);
        return atTheDoor.size === death.gather.length ? die() : new Promise(() => undefined);
      },
    },
  };
}

const sandbox = createSandbox();
const rekindle = createRekindle({
  platform: {
    ...sandbox,
    connect: (parts: Parameters<typeof sandbox.connect>[0]) =>
      mortal(sandbox.connect(parts), async () => {
        const [open = 0] = await values<number>(parts.database, OPEN);
        return open <= 1;
      }),
  },
  dataDir,
  web: { host: "127.0.0.1", port: 0 },
  settings: { maxPerWeek: 1 },
});
await rekindle.start();
process.stdout.write(`Rekindle is ready: ${rekindle.url()}\n`);
