export { type Danger, readDanger } from "./read-danger.ts";
