import { describe, expect, test } from "vitest";

import { invariant, InvariantError, RekindleError, toError, unreachable } from "./errors.ts";

describe("errors", () => {
  test("carry the name of their class, a code and a cause", () => {
    class TestError extends RekindleError {
      readonly code = "TEST";
    }
    const cause = new Error("below");
    const error = new TestError("above", { cause });

    expect(error).toMatchObject({ name: "TestError", code: "TEST", message: "above", cause });
    expect(error).toBeInstanceOf(Error);
  });

  test("invariant throws only when the condition does not hold", () => {
    expect(() => {
      invariant(true, "fine");
    }).not.toThrow();
    expect(() => {
      invariant(false, "two leases for one job");
    }).toThrow(new InvariantError("two leases for one job"));
  });

  test("unreachable says which value came", () => {
    expect(() => unreachable("surprise" as never)).toThrow('unexpected value: "surprise"');
  });

  test("toError keeps an error and wraps anything else", () => {
    const error = new Error("kept");

    expect(toError(error)).toBe(error);
    expect(toError("text")).toMatchObject({ message: "text", cause: "text" });
    expect(toError(undefined)).toBeInstanceOf(Error);
  });
});
