import type { Fault } from "./faults.ts";
import type { Answer } from "./handlers.ts";
import type { Outlet } from "./outlet.ts";
import { pause } from "./pace.ts";

/** Lets a request fail as it was ordered. */
export async function fail(fault: Fault, outlet: Outlet, deliver: () => Answer): Promise<void> {
  switch (fault.type) {
    case "error":
      if (fault.delivered === true) {
        deliver();
      }
      if (fault.status === 429) {
        outlet.sendTooMany({ retryAfterMs: 1000, scope: "user", ...fault });
      } else {
        const { status, code = 0, message = `${status}: an error of the stand-in` } = fault;
        outlet.send({ status, body: { message, code } });
      }
      return;
    case "empty":
      if (fault.delivered === true) {
        deliver();
      }
      outlet.sendEmpty();
      return;
    case "close": {
      const answer = fault.delivered ? deliver() : { status: 200, body: {} };
      outlet.cut(fault.halfWay === true ? answer : null);
      return;
    }
    case "hang":
      await hang(fault, outlet, deliver);
  }
}

async function hang(fault: Extract<Fault, { type: "hang" }>, outlet: Outlet, deliver: () => Answer): Promise<void> {
  const answer = fault.delivered === "at once" ? deliver() : null;
  if (fault.forMs === undefined) {
    return;
  }
  await pause(fault.forMs);
  if (fault.delivered === "never") {
    outlet.cut(null);
  } else {
    outlet.send(answer ?? deliver());
  }
}
