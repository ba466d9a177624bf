import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { describe } from "vitest";

import { type Database, openEmbeddedDatabase, openServerDatabase, statement } from "../../src/database/index.ts";
import { createEmptyServerDatabase } from "../../src/database/testing/server-databases.ts";
import { silentLogger } from "../../src/kernel/index.ts";
import { type Program, startProgram } from "../program.ts";

/** Where the program keeps what it knows: it can be stopped, looked into, and started there again. */
export interface Ground {
  start(environment?: Readonly<Record<string, string>>): Promise<Program>;
  /** Runs one query on the tables as they are. Only while no program runs there. */
  read<Row>(query: string): Promise<readonly Row[]>;
  /** Ends what still runs there and removes everything. */
  remove(): Promise<void>;
}

export async function embeddedGround(): Promise<Ground> {
  const dataDir = await mkdtemp(join(tmpdir(), "rekindle-ground-"));
  return groundOn({
    dataDir,
    environment: {},
    open: () => openEmbeddedDatabase({ folder: join(dataDir, "sandbox"), logger: silentLogger }),
    drop: () => rm(dataDir, { recursive: true, force: true }),
  });
}

async function serverGround(): Promise<Ground> {
  const name = `rekindle_whole_way_${randomUUID().replaceAll("-", "")}`;
  const { url, drop } = await createEmptyServerDatabase(process.env["DATABASE_URL"] ?? "", name);
  return groundOn({
    dataDir: join(tmpdir(), name),
    environment: { DATABASE_URL: url },
    open: () => openServerDatabase({ url, logger: silentLogger }),
    drop,
  });
}

// The program is started many times: node need not read the same files anew each time. It looks at their contents, not their age.
const COMPILE_CACHE = fileURLToPath(new URL("../../node_modules/.cache/rekindle/compiled/", import.meta.url));

interface GroundParts {
  readonly dataDir: string;
  readonly environment: Readonly<Record<string, string>>;
  open(): Promise<Database>;
  drop(): Promise<void>;
}

function groundOn({ dataDir, environment: own, open, drop }: GroundParts): Ground {
  const started: Program[] = [];
  return {
    start: async (environment = {}) => {
      const program = await startProgram({
        dataDir,
        environment: { NODE_COMPILE_CACHE: COMPILE_CACHE, ...own, ...environment },
      });
      started.push(program);
      return program;
    },
    read: async <Row>(query: string) => {
      const database = await open();
      try {
        return await database.run(statement<Row>(`test-${randomUUID()}`, [], query));
      } finally {
        await database.close();
      }
    },
    remove: async () => {
      await Promise.all(started.map((program) => program.stop()));
      await drop();
    },
  };
}

/** Registers a suite for the program on its embedded database, and on the server that `DATABASE_URL` names; without that a skipped one. */
export function describeOnEachGround(name: string, suite: (newGround: () => Promise<Ground>) => void): void {
  describe(`${name} (embedded)`, () => {
    suite(embeddedGround);
  });
  if ((process.env["DATABASE_URL"] ?? "") === "") {
    describe.skip(`${name} (server; skipped: DATABASE_URL is not set)`, () => {
      suite(serverGround);
    });
    return;
  }
  describe(`${name} (server)`, () => {
    suite(serverGround);
  });
}
