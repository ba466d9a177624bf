import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { CLI, environmentWith } from "../../program.ts";
import { countMessages, fillLiveFolder } from "../../live-folder.ts";

const CLOSER = fileURLToPath(new URL("./open-and-close.ts", import.meta.url));

/** What is killed, and how many files of the new folder are there then; `opened`: when it is being looked through. */
export interface CopyKill {
  readonly what: "copy" | "restore";
  readonly at: number | "opened";
}

/** What was found after the kill, and after the next try, which nobody killed. */
export interface AfterKill {
  /** Of the messages that were there before. */
  readonly messages: number;
  readonly copies: number;
  readonly left: readonly string[];
}

/** A bot's data folder with so many messages, and a copy. */
export async function prepareKills(dataDir: string, messages: number): Promise<void> {
  await fillLiveFolder(dataDir, { people: 10, messages });
}

/** Kills a process while it makes a copy or goes back to one, lets the next one do it, and says what is there then. */
export async function killWhileCopying(dataDir: string, { what, at }: CopyKill): Promise<AfterKill> {
  const [folder, copiesFolder] = [join(dataDir, "live"), join(dataDir, "copies")];
  const [newest = ""] = (await copiesIn(copiesFolder)).toReversed();
  const command = what === "copy" ? [CLOSER, dataDir] : [CLI, "restore", newest];
  const child = spawn(process.execPath, command, {
    cwd: tmpdir(),
    env: environmentWith({ REKINDLE_DATA_DIR: dataDir }),
    stdio: "ignore",
  });
  const ended = once(child, "close");
  const begun = what === "copy" ? copiesFolder : folder;
  while (child.exitCode === null && !(await hasCome(at, begun))) {
    // looks again
  }
  child.kill("SIGKILL");
  await ended;

  const messages = await countMessages(folder);
  const next = spawn(process.execPath, command, {
    cwd: tmpdir(),
    env: environmentWith({ REKINDLE_DATA_DIR: dataDir }),
    stdio: ["ignore", "ignore", "inherit"],
  });
  const [code] = (await once(next, "close")) as [number | null];
  if (code !== 0) {
    throw new Error(`after the kill, the next ${what} failed`);
  }
  const left = [...(await readdir(folder)), ...(await readdir(copiesFolder))].filter(isUnfinished);
  return { messages, copies: (await copiesIn(copiesFolder)).length, left };
}

async function copiesIn(copiesFolder: string): Promise<readonly string[]> {
  return (await readdir(copiesFolder)).filter((name) => !isUnfinished(name)).sort();
}

async function hasCome(at: CopyKill["at"], parent: string): Promise<boolean> {
  const folder = (await readdir(parent)).find(isUnfinished);
  if (folder === undefined) {
    return false;
  }
  const files: string[] = await readdir(join(parent, folder), { recursive: true }).catch(() => []);
  return at === "opened" ? files.includes("postmaster.pid") : files.length >= at;
}

function isUnfinished(name: string): boolean {
  return name.includes(".unfinished-") || name.endsWith(".restored");
}
