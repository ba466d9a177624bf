import type { IncomingMessage } from "node:http";

import type { ReceivedFile } from "./world.ts";

/** JSON, or a form with JSON and files as discord.js sends it. `null` where there is no body. */
export async function readBody(
  incoming: IncomingMessage,
): Promise<{ readonly body: unknown; readonly files: readonly ReceivedFile[] }> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) {
    chunks.push(chunk as Buffer);
  }
  const bytes = Buffer.concat(chunks);
  const type = incoming.headers["content-type"] ?? "";
  if (type.startsWith("multipart/form-data")) {
    return readForm(bytes, type);
  }
  return { body: bytes.length === 0 ? null : JSON.parse(bytes.toString()), files: [] };
}

async function readForm(
  bytes: Buffer<ArrayBuffer>,
  type: string,
): Promise<{ readonly body: unknown; readonly files: readonly ReceivedFile[] }> {
  const form = await new Response(bytes, { headers: { "content-type": type } }).formData();
  const files: ReceivedFile[] = [];
  let body: unknown = {};
  for (const [name, value] of form.entries()) {
    if (typeof value !== "string") {
      files.push({ name: value.name, text: await value.text() });
    } else if (name === "payload_json") {
      body = JSON.parse(value);
    }
  }
  return { body, files };
}
