import { createRequire } from "node:module";

/** `require()` refuses an ES module that awaits while it is loaded. */
export const require = createRequire(import.meta.url) as (path: string) => unknown;
