import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { createEmitter } from "./emitter.ts";
import { type LogFields, type Logger, silentLogger } from "./logger.ts";

interface Events {
  readonly said: string;
  readonly counted: number;
}

function listeningLogger(): { readonly logger: Logger; readonly errors: LogFields[] } {
  const errors: LogFields[] = [];
  return { errors, logger: { ...silentLogger, error: (fields) => errors.push(fields) } };
}

describe("an emitter", () => {
  test("tells each event to the listeners of its name, in the order in which they came", () => {
    const emitter = createEmitter<Events>(silentLogger);
    const heard: string[] = [];
    emitter.on("said", (text) => heard.push(`first ${text}`));
    emitter.on("counted", (count) => heard.push(`count ${count}`));
    emitter.on("said", (text) => heard.push(`second ${text}`));

    emitter.emit("said", "hello");
    emitter.emit("counted", 3);

    expect(heard).toEqual(["first hello", "second hello", "count 3"]);
  });

  test("may be told what nobody listens to", () => {
    createEmitter<Events>(silentLogger).emit("said", "hello");
  });

  test("logs a listener that throws and tells the others", () => {
    const { logger, errors } = listeningLogger();
    const emitter = createEmitter<Events>(logger);
    const heard: string[] = [];
    emitter.on("said", () => {
      throw new Error("broken listener");
    });
    emitter.on("said", (text) => heard.push(text));

    emitter.emit("said", "hello");

    expect(heard).toEqual(["hello"]);
    expect(errors).toEqual([{ event: "said", error: "broken listener" }]);
  });

  test("logs a listener whose promise is rejected, which would end the process otherwise", async () => {
    const { logger, errors } = listeningLogger();
    const emitter = createEmitter<Events>(logger);
    const failing: () => unknown = () => Promise.reject(new Error("broken promise")); // a host's, in JavaScript
    emitter.on("said", failing);

    emitter.emit("said", "hello");
    await new Promise(setImmediate);

    expect(errors).toEqual([{ event: "said", error: "broken promise" }]);
  });

  test("does not tell an event to those who subscribe while it is told", () => {
    const emitter = createEmitter<Events>(silentLogger);
    const heard: string[] = [];
    emitter.on("said", (text) => {
      heard.push(text);
      emitter.on("said", (again) => heard.push(`late ${again}`));
    });

    emitter.emit("said", "one");
    emitter.emit("said", "two");

    expect(heard).toEqual(["one", "two", "late two"]);
  });

  test("keeps exactly the subscriptions that were not ended, also of one listener twice", () => {
    fc.assert(
      fc.property(fc.array(fc.boolean()), (kept) => {
        const emitter = createEmitter<Events>(silentLogger);
        let calls = 0;
        const listener = (): void => {
          calls += 1;
        };
        const ends = kept.map(() => emitter.on("counted", listener));
        ends.forEach((end, index) => {
          if (kept[index] === false) {
            end();
            end(); // twice does no harm
          }
        });

        emitter.emit("counted", 1);

        expect(calls).toBe(kept.filter(Boolean).length);
      }),
    );
  });
});
