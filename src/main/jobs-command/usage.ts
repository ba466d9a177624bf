import type { Subcommand } from "./subcommand.ts";

/** How a subcommand is called, and what may be said. */
export function usageOf({ name, summary, arguments: names, options, note }: Subcommand): string {
  const entries: readonly (readonly [string, string])[] = [
    ...Object.entries(options).map(([option, { value, meaning }]) => [`--${option} ${value}`, meaning] as const),
    ["--json", "as JSON, for programs"],
    ["--help", "this text"],
  ];
  const words = [name, ...names, ...entries.slice(0, -2).map(([option]) => `[${option}]`), "[--json]"];
  return [
    `Usage: rekindle jobs ${words.join(" ")}`,
    "",
    `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`,
    "",
    ...columns(entries),
    ...(note === undefined ? [] : ["", note]),
    "",
  ].join("\n");
}

/** What `rekindle jobs` can do. */
export function usageOfAll(subcommands: readonly Subcommand[]): string {
  return [
    "Usage: rekindle jobs <command> [--json] [--help]",
    "",
    ...columns(subcommands.map(({ name, arguments: names, summary }) => [[name, ...names].join(" "), summary])),
    "",
    "The database is the one that the program uses: DATABASE_URL, or the embedded one in REKINDLE_DATA_DIR.",
    "Only one process can have the embedded one open: there, the program must not run at the same time.",
    "More about a command: rekindle jobs <command> --help.",
    "",
  ].join("\n");
}

function columns(entries: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...entries.map(([left]) => left.length));
  return entries.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
