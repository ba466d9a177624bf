import fc from "fast-check";
import { expect, test } from "vitest";

import { readCustomId, writeCustomId } from "./custom-ids.ts";

test("a button's id and its message come back as they went, colons and all", () => {
  const outbound = fc.option(fc.stringMatching(/^[0-9a-z]{1,22}$/));
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 64 }), outbound, (buttonId, outboundId) => {
      const customId = writeCustomId({ buttonId, outboundId });
      expect(readCustomId(customId)).toEqual({ buttonId, outboundId });
      expect(customId.length).toBeLessThanOrEqual(100);
    }),
  );
});

test.each(["", "rk", "rk:", "rk::", "other:1:why", "RK:1:why", "xrk:1:why"])(
  "%j is not a button of ours",
  (customId) => {
    expect(readCustomId(customId)).toBeNull();
  },
);
