export {
  createRekindle,
  type Rekindle,
  REKINDLE_DEFAULTS,
  type RekindleOptions,
  type RekindleSettings,
} from "./main/index.ts";
