import type { MiddlewareHandler } from "hono";

import { HttpProblem } from "./http-problem.ts";

/** So much of a body that is refused is still read. Who sends more than that is cut off. */
const READ_AT_MOST = 64;

/**
 * Refuses bodies of more than `maxBytes`. What is refused is read to its end and thrown away: a client that is still sending would
 * not hear the answer, and its next request on the same connection would fail.
 */
export function limitBody(maxBytes: number): MiddlewareHandler {
  return async (context, next) => {
    const { raw } = context.req;
    const announced = raw.headers.has("transfer-encoding") ? Infinity : Number(raw.headers.get("content-length") ?? 0);
    if (raw.body !== null && announced > maxBytes) {
      context.req.raw = new Request(raw, { body: await readAtMost(raw.body, maxBytes) });
    }
    await next();
  };
}

async function readAtMost(body: ReadableStream<Uint8Array>, maxBytes: number): Promise<Blob> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size <= maxBytes) {
      chunks.push(new Uint8Array(chunk));
    } else if (size > READ_AT_MOST * maxBytes) {
      break;
    }
  }
  if (size > maxBytes) {
    throw new HttpProblem(413, "BODY_TOO_LARGE", `a body may have at most ${maxBytes} bytes`);
  }
  return new Blob(chunks);
}
