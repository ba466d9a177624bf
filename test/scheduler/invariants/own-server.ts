import { execFile, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { chown, mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** A PostgreSQL server of a test's own, which may be restarted at will. */
export interface OwnServer {
  readonly url: string;
  /** `fast` ends all connections and shuts down in order; `immediate` is a crash with the recovery that follows. */
  restart(mode: "fast" | "immediate"): Promise<void>;
  /** Ends it and removes its files. May be called twice. */
  stop(): Promise<void>;
}

interface Installation {
  readonly folder: string;
  /** As whom it runs, where that is not who we are: the server refuses root. */
  readonly user: { readonly uid: number; readonly gid: number } | null;
}

const PROGRAMS = ["initdb", "pg_ctl", "postgres"];
const DEBIANS_FOLDER = "/usr/lib/postgresql";
const SERVERS_USER = "postgres";

/** Why no server can be started on this machine; `null` where one can. */
export function whyNoOwnServer(): string | null {
  const found = findInstallation();
  return typeof found === "string" ? found : null;
}

/** Starts a server on a free port with an empty database. It ends with this process, however that ends. */
export async function startOwnServer(): Promise<OwnServer> {
  const installation = findInstallation();
  if (typeof installation === "string") {
    throw new Error(installation);
  }
  const folder = await mkdtemp(join(tmpdir(), "rekindle-server-"));
  const { user } = installation;
  if (user !== null) {
    await chown(folder, user.uid, user.gid);
  }
  return startIn(folder, installation);
}

async function startIn(folder: string, { folder: programs, user }: Installation): Promise<OwnServer> {
  const data = join(folder, "data");
  const log = join(folder, "log");
  const asUser = { cwd: folder, env: { PATH: process.env["PATH"], HOME: folder, LC_ALL: "C.UTF-8" }, ...user };
  const run = async (program: string, words: readonly string[]): Promise<void> => {
    try {
      await promisify(execFile)(join(programs, program), [...words], asUser);
    } catch (cause) {
      throw new Error(`${program} failed; the server's log:\n${await readFile(log, "utf8").catch(() => "none")}`, {
        cause,
      });
    }
  };
  const end = ["-D", data, "-m", "immediate", "stop"];
  // Standard input ends with us, even where nobody could clean up after us any more.
  const guard = spawn("sh", ["-c", GUARD, "guard", folder, join(programs, "pg_ctl"), ...end], {
    ...asUser,
    stdio: ["pipe", "ignore", "ignore"],
  });
  const ended = once(guard, "exit");

  const port = await freePort();
  await run("initdb", ["-D", data, "-U", SERVERS_USER, "-A", "trust", "-E", "UTF8", "--no-sync"]);
  await run("pg_ctl", ["-D", data, "-l", log, "-w", "-o", serverOptions(port), "start"]);
  return {
    url: `postgres://${SERVERS_USER}@127.0.0.1:${port}/postgres`,
    restart: (mode) => run("pg_ctl", ["-D", data, "-l", log, "-w", "-m", mode, "restart"]),
    stop: async () => {
      guard.stdin.end();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

// Not ended by the Ctrl-C that ends us: it has to be there afterwards.
const GUARD = `trap "" INT TERM HUP; cat > /dev/null; folder=$1; shift; "$@"; rm -rf "$folder"`;

// Without fsync a crash of the machine would lose data; a crash of the server, which is what happens here, loses none.
function serverOptions(port: number): string {
  const settings = {
    port,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    fsync: "off",
    max_connections: 200,
  };
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}='${value}'`)
    .join(" ");
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}

function findInstallation(): Installation | string {
  const folder = candidates().find((candidate) => PROGRAMS.every((program) => existsSync(join(candidate, program))));
  if (folder === undefined) {
    return `${PROGRAMS.join(", ")} are not installed`;
  }
  if (process.getuid?.() !== 0) {
    return { folder, user: null };
  }
  const [uid, gid] = ["-u", "-g"].map((option) => Number(output("id", [option, SERVERS_USER]) ?? NaN));
  return uid === undefined || gid === undefined || !Number.isInteger(uid + gid)
    ? `this is root, whom PostgreSQL refuses, and there is no user ${SERVERS_USER}`
    : { folder, user: { uid, gid } };
}

function candidates(): readonly string[] {
  const told = output("pg_config", ["--bindir"]);
  const versions = existsSync(DEBIANS_FOLDER) ? readdirSync(DEBIANS_FOLDER) : [];
  const installed = versions.toSorted((one, other) => Number(other) - Number(one));
  return [...(told === null ? [] : [told]), ...installed.map((version) => join(DEBIANS_FOLDER, version, "bin"))];
}

function output(program: string, words: readonly string[]): string | null {
  const { status, stdout } = spawnSync(program, [...words], { encoding: "utf8" });
  return status === 0 ? stdout.trim() : null;
}
