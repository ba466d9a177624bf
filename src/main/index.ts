export { createRekindle, type Rekindle } from "./create-rekindle.ts";
export { REKINDLE_DEFAULTS, type RekindleOptions, type RekindleSettings } from "./rekindle-options.ts";
