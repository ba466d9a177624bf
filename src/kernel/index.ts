export { type Clock, monotonicMs, systemClock } from "./clock.ts";
export {
  assertOutsideTransaction,
  InsideTransactionError,
  runAsTransaction,
  runOutsideTransaction,
} from "./critical-section.ts";
export { describeDay, describeMoment } from "./dates-in-words.ts";
export { addMs, DAY_MS, describeDuration, HOUR_MS, latest, MINUTE_MS, SECOND_MS, WEEK_MS } from "./durations.ts";
export { createEmitter, type Emitter, type Subscribe } from "./emitter.ts";
export { invariant, InvariantError, RekindleError, toError, unreachable } from "./errors.ts";
export { type IdSource, timeOrderedIds } from "./ids.ts";
export { type LogFields, type Logger, silentLogger } from "./logger.ts";
export { numberFor, pick, type Random, seededRandom, systemRandom } from "./random.ts";
export { createService, type Service, type ServiceHooks } from "./service.ts";
export { sleep } from "./sleep.ts";
export { createTextClassifier, type ShippedWeights, type TextClassifier } from "./text-classifier.ts";
export { hashedRow, readTextFeatures, shareOfTextFeature, TEXT_FEATURE_ROWS } from "./text-features.ts";
