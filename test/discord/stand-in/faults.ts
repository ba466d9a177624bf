import { type LoggedRequest, matches, type RequestMatcher } from "./request-log.ts";

/** What happens to a request instead of its usual answer. "Delivered" means that what it asks for is done all the same. */
export type Fault =
  /** An answer of Discord's; `discordError(50007)` makes one. With status 429, `retryAfterMs` and `scope` count too. */
  | {
      readonly type: "error";
      readonly status: number;
      /** @defaultValue 0 */
      readonly code?: number;
      readonly message?: string;
      /** @defaultValue 1000 */
      readonly retryAfterMs?: number;
      /** @defaultValue "user" */
      readonly scope?: "user" | "global" | "shared";
      /** @defaultValue false */
      readonly delivered?: boolean;
    }
  /** No answer for a while, then the usual one; without `forMs`, none ever. */
  | {
      readonly type: "hang";
      readonly forMs?: number;
      /** "late": when the time is over, though nobody may be listening any more. @defaultValue "late", or "never" where it hangs for ever */
      readonly delivered?: "at once" | "late" | "never";
    }
  /** The connection ends without an answer, or in the midst of one. */
  | { readonly type: "close"; readonly delivered: boolean; readonly halfWay?: boolean }
  /** 200 without a body. */
  | { readonly type: "empty"; readonly delivered?: boolean };

/** A fault that was ordered. */
export interface OrderedFault {
  /** How many requests it has hit. */
  readonly hits: number;
  /** It hits no more. */
  lift(): void;
}

export interface Faults {
  order(matcher: RequestMatcher, fault: Fault, times: number | "always"): OrderedFault;
  /** The fault that hits a request: of those ordered, the first that fits. */
  take(request: LoggedRequest): Fault | null;
  liftAll(): void;
}

interface Order {
  readonly matcher: RequestMatcher;
  readonly fault: Fault;
  left: number;
  hits: number;
}

export function createFaults(): Faults {
  const orders: Order[] = [];
  return {
    order: (matcher, fault, times) => {
      const order = { matcher, fault, left: times === "always" ? Infinity : times, hits: 0 };
      orders.push(order);
      return {
        get hits() {
          return order.hits;
        },
        lift: () => {
          order.left = 0;
        },
      };
    },
    take: (request) => {
      const order = orders.find(({ matcher, left }) => left > 0 && matches(request, matcher));
      if (order === undefined) {
        return null;
      }
      order.left -= 1;
      order.hits += 1;
      return order.fault;
    },
    liftAll: () => {
      orders.length = 0;
    },
  };
}
