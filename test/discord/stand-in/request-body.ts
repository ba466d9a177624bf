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

/** A form as HTTP clients send it. */
function readForm(bytes: Buffer, type: string): { readonly body: unknown; readonly files: readonly ReceivedFile[] } {
  const boundary = /boundary="?([^";]+)/u.exec(type)?.[1] ?? "";
  // One character per byte, so that nothing in a file is mistaken for something else.
  const parts = bytes.toString("latin1").split(`--${boundary}`).slice(1, -1).map(partOf);
  const json = parts.find(({ field }) => field === "payload_json");
  return {
    body: json === undefined ? {} : JSON.parse(json.text),
    files: parts.flatMap(({ fileName, text }) => (fileName === null ? [] : [{ name: fileName, text }])),
  };
}

function partOf(raw: string): { readonly field: string; readonly fileName: string | null; readonly text: string } {
  const end = raw.indexOf("\r\n\r\n");
  const head = Buffer.from(raw.slice(0, end), "latin1").toString();
  return {
    field: / name="([^"]*)"/u.exec(head)?.[1] ?? "",
    fileName: / filename="([^"]*)"/u.exec(head)?.[1] ?? null,
    text: Buffer.from(raw.slice(end + 4, -2), "latin1").toString(),
  };
}
