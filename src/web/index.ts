export { PortTakenError } from "./server/port-taken-error.ts";
export type { SandboxBackend } from "./server/sandbox/sandbox-backend.ts";
export { createWebServer, type WebServer } from "./server/web-server.ts";
