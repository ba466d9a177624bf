import { z } from "zod";

import { SECOND_MS, toError } from "../../../kernel/index.ts";
import { ModelMisconfiguredError, ModelTimeoutError } from "../../model-errors.ts";
import { boundedFetch } from "./bounded-fetch.ts";
import type { Service } from "./options.ts";
import { errorForFailedAnswer, malformedAnswerError, networkError } from "./service-errors.ts";

// Its own, because several requests may wait for one look-up, each with a time limit of its own.
const LOOK_UP_TIMEOUT_MS = 10 * SECOND_MS;

// A few services leave out the envelope.
const models = z.array(z.object({ id: z.string().min(1) }));
const modelList = z.union([z.object({ data: models }).transform(({ data }) => data), models]);

/** Asks the service for its models, and takes the first. */
export async function firstListedModel(service: Service): Promise<string> {
  const response = await request(service);
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) {
    throw errorForFailedAnswer(
      { status: response.status, headers: Object.fromEntries(response.headers), body },
      service,
    );
  }
  const list = modelList.safeParse(body);
  if (!list.success) {
    throw malformedAnswerError(response.status, service);
  }
  const [first] = list.data;
  if (first === undefined) {
    throw new ModelMisconfiguredError(`${service.host} lists no model, and none is named`);
  }
  return first.id;
}

async function request(service: Service): Promise<Response> {
  const headers = service.apiKey === null ? {} : { authorization: `Bearer ${service.apiKey}` };
  const signal = AbortSignal.timeout(LOOK_UP_TIMEOUT_MS);
  try {
    return await boundedFetch(`${service.baseUrl}/models`, { headers, signal });
  } catch (thrown) {
    throw signal.aborted ? new ModelTimeoutError(LOOK_UP_TIMEOUT_MS) : networkError(toError(thrown), service);
  }
}
