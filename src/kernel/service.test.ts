import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { createService, type Service } from "./service.ts";
import { stressService } from "./testing/service-stress.ts";

/** A service that takes its time, notes what is done to it, and objects to any order that its hooks were not promised. */
function watchedService(): { readonly service: Service; readonly calls: string[] } {
  const calls: string[] = [];
  let state: "down" | "busy" | "up" = "down";
  async function change(from: "down" | "up", to: "down" | "up"): Promise<void> {
    if (state !== from) {
      throw new Error(`a hook was called while the service was ${state}`);
    }
    state = "busy";
    await new Promise(setImmediate);
    state = to;
    calls.push(to);
  }
  return { service: createService({ start: () => change("down", "up"), stop: () => change("up", "down") }), calls };
}

describe("a service", () => {
  test("starts and stops once, however often it is asked", async () => {
    const { service, calls } = watchedService();

    await Promise.all([service.start(), service.start()]);
    await service.start();
    await Promise.all([service.stop(), service.stop()]);
    await service.stop();

    expect(calls).toEqual(["up", "down"]);
  });

  test("gives the second caller the promise that is under way", async () => {
    const { service } = watchedService();

    expect(service.start()).toBe(service.start());
    expect(service.stop()).toBe(service.stop());
    await service.stop();
  });

  test("has nothing to do when it is stopped before it was started", async () => {
    const { service, calls } = watchedService();

    await service.stop();

    expect(calls).toEqual([]);
  });

  test("ends a start that is under way before it stops", async () => {
    const { service, calls } = watchedService();
    const started = service.start();

    await service.stop();

    expect(calls).toEqual(["up", "down"]);
    await expect(started).resolves.toBeUndefined();
  });

  test("can be started again", async () => {
    const { service, calls } = watchedService();

    await service.start();
    await service.stop();
    await service.start();

    expect(calls).toEqual(["up", "down", "up"]);
  });

  test("survives ten concurrent loops of fifty starts and stops", async () => {
    await stressService(() => watchedService().service);
  });

  test("does not survive them without the contract", async () => {
    let running = false;
    const naive: Service = {
      start: async () => {
        await new Promise(setImmediate);
        if (running) {
          throw new Error("started twice");
        }
        running = true;
      },
      stop: () => {
        running = false;
        return Promise.resolve();
      },
    };

    await expect(stressService(() => naive)).rejects.toThrow("started twice");
  });

  test("ends as the last caller wanted, for every sequence of calls", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ start: fc.boolean(), wait: fc.boolean() })), async (steps) => {
        const { service, calls } = watchedService();
        let last: Promise<void> = Promise.resolve();
        for (const { start, wait } of steps) {
          last = start ? service.start() : service.stop();
          await (wait ? last : undefined);
        }
        await last;
        expect(calls.at(-1) ?? "down").toBe(steps.at(-1)?.start === true ? "up" : "down");
      }),
    );
  });
});

describe("a start that fails", () => {
  test("stops what it had begun, tells every caller, and may be tried again", async () => {
    const calls: string[] = [];
    let attempts = 0;
    const service = createService({
      start: () => {
        attempts += 1;
        calls.push("start");
        return attempts === 1 ? Promise.reject(new Error("no port")) : Promise.resolve();
      },
      stop: () => {
        calls.push("stop");
        return Promise.resolve();
      },
    });

    const results = await Promise.allSettled([service.start(), service.start()]);
    await service.start();

    expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(calls).toEqual(["start", "stop", "start"]);
  });

  test("tells its own error, also when stopping fails too, even at once", async () => {
    const service = createService({
      start: () => Promise.reject(new Error("the first thing that went wrong")),
      stop: () => {
        throw new Error("what followed from it");
      },
    });

    await expect(service.start()).rejects.toThrow("the first thing that went wrong");
  });

  test("leaves nothing to stop", async () => {
    const calls: string[] = [];
    const service = createService({
      start: () => Promise.reject(new Error("no port")),
      stop: () => {
        calls.push("stop");
        return Promise.resolve();
      },
    });
    const started = service.start();

    await service.stop();

    await expect(started).rejects.toThrow("no port");
    expect(calls).toEqual(["stop"]);
  });
});

test("a stop that fails tells everyone who asks, and the service can be started again", async () => {
  let starts = 0;
  const service = createService({
    start: () => {
      starts += 1;
      return Promise.resolve();
    },
    stop: () => Promise.reject(new Error("the socket would not close")),
  });
  await service.start();

  await expect(service.stop()).rejects.toThrow("the socket would not close");
  await expect(service.stop()).rejects.toThrow("the socket would not close");
  await service.start();

  expect(starts).toBe(2);
});
