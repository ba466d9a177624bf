import type { IdSource, Logger, Random } from "../kernel/index.ts";
import type { LanguageModel } from "../llm/index.ts";
import type { DeliveryQueue } from "../outbound/index.ts";
import type { Scheduler } from "../scheduler/index.ts";
import type { Host } from "./host/index.ts";
import type { FollowUpSettings } from "./follow-ups-types.ts";
import type { Templates } from "./templates/index.ts";

/** What the follow-up engine works with; put together in `main/`. */
export interface FollowUpParts {
  readonly scheduler: Scheduler;
  /** Says which message goes next. */
  readonly queue: DeliveryQueue;
  readonly ids: IdSource;
  readonly random: Random;
  readonly logger: Logger;
  readonly settings: FollowUpSettings;
  readonly templates: Templates;
  /** `null` where no model is configured: then templates do. */
  readonly model: LanguageModel | null;
  /** The bot that we are part of, with what it brings. */
  readonly host: Host;
}
