import { ModelRefusedError } from "../../model-errors.ts";

// Generous: 20,000 characters of text, with long reasoning beside them, stay far below it.
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

/** `fetch`, whose bodies end with an error after `MAX_ANSWER_BYTES`. The AI SDK itself would read up to 2 GiB into memory. */
export async function boundedFetch(input: string | URL | Request, options?: RequestInit): Promise<Response> {
  const response = await fetch(input, options);
  if (response.body === null) {
    return response;
  }
  const { status, statusText, headers } = response;
  return new Response(response.body.pipeThrough(byteLimit()), { status, statusText, headers });
}

function byteLimit(): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let bytes = 0;
  return new TransformStream({
    transform: (chunk, controller) => {
      bytes += chunk.byteLength;
      if (bytes > MAX_ANSWER_BYTES) {
        throw new ModelRefusedError("too-long");
      }
      controller.enqueue(chunk);
    },
  });
}
