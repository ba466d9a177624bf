import { InvalidJobOperationError } from "../../scheduler/index.ts";
import { RekindleError } from "../../kernel/index.ts";
import { describeFailure } from "../fail.ts";
import { cancel, reschedule, retry, run } from "./change.ts";
import { list } from "./list.ts";
import { nearest } from "./nearest.ts";
import { openJobs } from "./open-jobs.ts";
import { pause, resume } from "./pause.ts";
import { plain, plainJson } from "./plain.ts";
import { prune } from "./prune.ts";
import { readWords } from "./read-words.ts";
import { show } from "./show.ts";
import { stats } from "./stats.ts";
import type { Answer, Session, Subcommand } from "./subcommand.ts";
import { usageOf, usageOfAll } from "./usage.ts";
import { UsageError } from "./usage-error.ts";

const SUBCOMMANDS: readonly Subcommand[] = [list, show, retry, cancel, run, reschedule, pause, resume, stats, prune];

const FAILED = 1;
const WRONG_USAGE = 2;

/** `rekindle jobs …`, with the words after `jobs`. Says the exit code: 0, 1 for an error, 2 for a command line that is wrong. */
export async function runJobsCommand([name, ...words]: readonly string[]): Promise<number> {
  if (name === "--help") {
    return say(usageOfAll(SUBCOMMANDS));
  }
  const subcommand = SUBCOMMANDS.find((known) => known.name === name);
  if (subcommand !== undefined) {
    return runSubcommand(subcommand, words);
  }
  const known = SUBCOMMANDS.map((each) => each.name);
  const problem =
    name === undefined ? "a command is missing" : `there is no command "${plain(name)}"${nearest(name, known)}`;
  return complain(`rekindle jobs: ${problem}\n\n${usageOfAll(SUBCOMMANDS)}`, WRONG_USAGE);
}

async function runSubcommand(subcommand: Subcommand, words: readonly string[]): Promise<number> {
  const command = `rekindle jobs ${subcommand.name}`;
  try {
    const typed = readWords(subcommand, words);
    if (typed.help) {
      return say(usageOf(subcommand));
    }
    const answer = await inSession(subcommand.prepare(typed));
    return say(typed.json ? `${plainJson(answer.json)}\n` : `${answer.lines.join("\n")}\n`);
  } catch (thrown) {
    if (thrown instanceof UsageError || thrown instanceof InvalidJobOperationError) {
      return complain(`${command}: ${plain(thrown.message)}\n\n${usageOf(subcommand)}`, WRONG_USAGE);
    }
    if (thrown instanceof RekindleError) {
      return complain(describeFailure(thrown, command), FAILED);
    }
    throw thrown;
  }
}

/** Not a terminal: as wide as it is read well. */
const WIDTH = 100;

async function inSession(act: (session: Session) => Promise<Answer>): Promise<Answer> {
  const { operations, now, close } = await openJobs();
  const interrupted = new AbortController();
  const onSignal = (): void => interrupted.abort();
  process.once("SIGINT", onSignal); // the second one ends the process
  try {
    const { isTTY, columns } = process.stdout;
    return await act({ operations, now, signal: interrupted.signal, width: isTTY ? columns : WIDTH });
  } finally {
    process.off("SIGINT", onSignal);
    await close();
  }
}

function say(text: string): number {
  // Whoever reads may have had enough, as `head` does.
  process.stdout.on("error", () => process.exit(0));
  process.stdout.write(text);
  return 0;
}

function complain(text: string, exitCode: number): number {
  process.stderr.write(text);
  return exitCode;
}
