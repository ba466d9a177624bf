/** A process that runs jobs which never end, until it is killed. Started by `scenarios/crash.ts`. */
import { readArguments, say } from "./scenarios/child.ts";

const { contender, address, settings, more } = readArguments();
const expected = Number(more[0]);
const session = await contender.open(address, { purpose: "recovery", settings });
let running = 0;
await session.startWork(() => {
  running += 1;
  if (running === expected) {
    say("all running");
  }
  return new Promise(() => undefined);
});
