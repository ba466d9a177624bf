import { createServer, type Socket } from "node:net";

import { onTestFinished } from "vitest";

/** What a server says to whoever connects: a refusal, or that it is of this version. */
export type Greeting =
  | { readonly sqlState: string; readonly message: string }
  | { readonly versionNumber: string; readonly version: string };

/** Speaks just enough of PostgreSQL's protocol to greet a client. Says its port; ends after the test. */
export async function startGreetingServer(greeting: Greeting): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.once("data", () => {
      if ("sqlState" in greeting) {
        socket.end(errorResponse(greeting.sqlState, greeting.message));
        return;
      }
      socket.write(Buffer.concat([message("R", int32(0)), READY]));
      socket.on("data", (query) => {
        if (query[0] === "Q".charCodeAt(0)) {
          socket.write(answer(["number", "version"], [greeting.versionNumber, greeting.version]));
        }
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    sockets.forEach((socket) => socket.destroy());
    server.close();
  });
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

const READY = message("Z", Buffer.from("I"));
const TEXT_TYPE = 25;

function errorResponse(sqlState: string, words: string): Buffer {
  return message("E", text(`SFATAL`), text("VFATAL"), text(`C${sqlState}`), text(`M${words}`), Buffer.from([0]));
}

function answer(columns: readonly string[], values: readonly string[]): Buffer {
  const fields = columns.map((name) =>
    Buffer.concat([text(name), int32(0), int16(0), int32(TEXT_TYPE), int16(-1), int32(-1), int16(0)]),
  );
  const cells = values.map((value) => Buffer.concat([int32(Buffer.byteLength(value)), Buffer.from(value)]));
  return Buffer.concat([
    message("T", int16(columns.length), ...fields),
    message("D", int16(values.length), ...cells),
    message("C", text("SELECT 1")),
    READY,
  ]);
}

function message(type: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
}

function text(value: string): Buffer {
  return Buffer.from(`${value}\0`);
}

function int32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32BE(value);
  return buffer;
}

function int16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeInt16BE(value);
  return buffer;
}
