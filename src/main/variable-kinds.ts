import type { Shards } from "../delivery/platforms/discord/index.ts";

/** One environment variable: what it means, what may stand in it, and how it is read. `docs/configuration.md` is made from these. */
export interface Variable<Value, Fallback extends string | null = string | null> {
  readonly meaning: string;
  /** As one would write it; `null`: not set. */
  readonly fallback: Fallback;
  readonly allowed: string;
  /** `undefined`: not allowed. */
  read(text: string): Value | undefined;
  /** Never printed, not even where it is wrong. */
  readonly secret?: boolean;
}

/** True or false. */
export const flag = (meaning: string, fallback: "true" | "false"): Variable<boolean, string> => ({
  meaning,
  fallback,
  allowed: "true or false",
  read: (text) => (text === "true" ? true : text === "false" ? false : undefined),
});

/** Any text. */
export const text = <Fallback extends string | null>(
  meaning: string,
  fallback: Fallback,
  { secret = false }: { readonly secret?: boolean } = {},
): Variable<string, Fallback> => ({ meaning, fallback, allowed: "any text", read: (value) => value, secret });

/** Ids of Discord, with commas between them. */
export const discordIds = (meaning: string): Variable<readonly string[], string> => ({
  meaning,
  fallback: "",
  allowed: "ids of 17 to 20 digits, with commas between them",
  read: (value) => {
    const ids = value
      .split(",")
      .map((id) => id.trim())
      .filter((id) => id !== "");
    return ids.every((id) => /^\d{17,20}$/.test(id)) ? ids : undefined;
  },
});

/** Which of a bot's connections this process makes. */
export const shards = (meaning: string): Variable<Shards, string> => ({
  meaning,
  fallback: "auto",
  allowed: "auto, a number such as 4, or a part of so many, such as 0-1/4 or 2/4",
  read: (value) => {
    if (value === "auto") {
      return value;
    }
    const [, first = "0", last = first, of = ""] = /^(?:(\d{1,5})(?:-(\d{1,5}))?\/)?(\d{1,5})$/.exec(value) ?? [];
    const range = { first: Number(first), last: value.includes("/") ? Number(last) : Number(of) - 1, of: Number(of) };
    return range.first <= range.last && range.last < range.of ? range : undefined;
  },
});

interface NumberRule {
  readonly from: number;
  readonly to: number;
  readonly whole: boolean;
}

/** A number in a range. */
export const numeric = (
  meaning: string,
  fallback: string,
  { from, to, whole }: NumberRule,
): Variable<number, string> => ({
  meaning,
  fallback,
  allowed: `a ${whole ? "whole " : ""}number from ${from} to ${to}`,
  read: (value) => {
    const number = Number(value);
    return value.trim() !== "" && number >= from && number <= to && (!whole || Number.isInteger(number))
      ? number
      : undefined;
  },
});

/** A URL with one of these protocols. */
export const url = (meaning: string, protocols: readonly string[]): Variable<string, null> => ({
  meaning,
  fallback: null,
  allowed: `a URL that begins with ${protocols.map((protocol) => `${protocol}//`).join(" or ")}`,
  read: (value) => (URL.canParse(value) && protocols.includes(new URL(value).protocol) ? value : undefined),
  secret: true, // such a URL may hold a password
});
