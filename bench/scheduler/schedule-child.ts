/** A process that schedules jobs for another one to run. Started by `scenarios/pick-up.ts`. */
import { readArguments, say } from "./scenarios/child.ts";
import { type Plan, schedulePaced, scheduleWarmUp } from "./scenarios/paced-scheduling.ts";

const { contender, address, settings } = readArguments();
const session = await contender.open(address, { purpose: "pick-up", settings });
await scheduleWarmUp(session);
const planned = new Promise<Plan>((resolve) => process.once("message", (plan) => resolve(plan as Plan)));
say("ready");
const plan = await planned;
await schedulePaced(session, plan);
say("scheduled");
await session.close();
process.disconnect?.();
