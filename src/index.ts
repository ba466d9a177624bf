export { createRekindle, type Rekindle } from "./main/create-rekindle.ts";
export { REKINDLE_DEFAULTS, type RekindleOptions, type RekindleSettings } from "./main/rekindle-options.ts";
