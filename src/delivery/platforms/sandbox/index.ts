export { createSandbox, type Sandbox } from "./connect-sandbox.ts";
export { sandboxPlace } from "./place.ts";
export { advanceSandboxTime, sandboxTime } from "./sandbox-clock.ts";
export type { SandboxPlatform } from "./sandbox-platform.ts";
export { ADMIN_NAME } from "./sandbox-types.ts";
