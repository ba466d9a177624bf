export { readPersona } from "./persona-file.ts";
