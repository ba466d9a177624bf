import type { Random } from "../../../../src/kernel/index.ts";
import type { DiscordStandIn, Fault, OrderedFault, RequestMatcher } from "../../stand-in/index.ts";

/** How long Discord hangs, where it does; discord.js waits for 15 seconds. */
const HANG_MS = 60_000;

interface Trouble {
  readonly name: string;
  readonly fault: Fault;
  /** Of all requests that may be hit. */
  readonly share: number;
}

/** What may happen to any request of the bot's own accord. */
const ANY_TROUBLE: readonly Trouble[] = [
  { name: "hangs, then takes it", share: 0.003, fault: { type: "hang", forMs: HANG_MS, delivered: "late" } },
  { name: "takes it, then hangs", share: 0.003, fault: { type: "hang", forMs: HANG_MS, delivered: "at once" } },
  { name: "hangs, then closes", share: 0.003, fault: { type: "hang", forMs: HANG_MS, delivered: "never" } },
  { name: "closes", share: 0.006, fault: { type: "close", delivered: false } },
  { name: "takes it and closes", share: 0.006, fault: { type: "close", delivered: true } },
  { name: "closes half way", share: 0.006, fault: { type: "close", delivered: false, halfWay: true } },
  { name: "takes it and closes half way", share: 0.006, fault: { type: "close", delivered: true, halfWay: true } },
  { name: "429", share: 0.005, fault: { type: "error", status: 429, retryAfterMs: 400 } },
  { name: "429, shared", share: 0.005, fault: { type: "error", status: 429, retryAfterMs: 400, scope: "shared" } },
  { name: "429, global", share: 0.002, fault: { type: "error", status: 429, retryAfterMs: 700, scope: "global" } },
  { name: "500", share: 0.006, fault: { type: "error", status: 500 } },
  { name: "502", share: 0.006, fault: { type: "error", status: 502 } },
  { name: "takes it, then 502", share: 0.006, fault: { type: "error", status: 502, delivered: true } },
];

/** What may happen to an answer to a command, which nobody waits for longer than some seconds. */
const ANSWER_TROUBLE: readonly Trouble[] = [
  { name: "answer: closes", share: 0.02, fault: { type: "close", delivered: false } },
  { name: "answer: takes it and closes", share: 0.02, fault: { type: "close", delivered: true } },
  { name: "answer: 502", share: 0.02, fault: { type: "error", status: 502 } },
  { name: "answer: takes it, then 500", share: 0.02, fault: { type: "error", status: 500, delivered: true } },
];

const isAnswer = (path: string): boolean => path.startsWith("/interactions/") || path.startsWith("/webhooks/");

/** From now on requests fail at random. Says how often each trouble struck. */
export function letRequestsFail(standIn: DiscordStandIn, random: Random): () => Readonly<Record<string, number>> {
  const orders = new Map<string, OrderedFault>();
  const order = (troubles: readonly Trouble[], concerns: (path: string) => boolean): void => {
    for (const { name, fault, share } of troubles) {
      const matcher: RequestMatcher = ({ path }) => concerns(path) && random.next() < share;
      orders.set(name, standIn.fail(matcher, fault, "always"));
    }
  };
  order(ANY_TROUBLE, (path) => !isAnswer(path) && !path.startsWith("/gateway"));
  order(ANSWER_TROUBLE, isAnswer);
  return () => Object.fromEntries([...orders].map(([name, { hits }]) => [name, hits]));
}
