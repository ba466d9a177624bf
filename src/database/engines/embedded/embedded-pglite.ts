import { setImmediate } from "node:timers/promises";

import { PGlite } from "@electric-sql/pglite";

import { monotonicMs, toError } from "../../../kernel/index.ts";
import { endsTheSession } from "../../error-translation.ts";

type Messages = ReturnType<PGlite["execProtocolStream"]>;

/** How PostgreSQL leaves its loop for an ordinary error, as PGlite calls it. Any other way out is its end. */
const LONG_JUMP_STATUS = 100;

/** What queues here runs without a pause; after so long everything else in the process gets its turn: timers, requests. */
const BREATH_MS = 10;

/**
 * A PGlite that is not entered any more once PostgreSQL has given up (`PANIC`, `FATAL`, a trap of the machine that it runs on).
 * PostgreSQL ends its process then, with all the locks that it holds; here it would wait for them the next time, and block the
 * whole process for ever.
 */
export class EmbeddedPGlite extends PGlite {
  /** Called once, when it has given up. */
  onPanic: (error: Error) => void = () => undefined;
  #breathedAtMs = 0;
  #trap: Error | null = null;
  #panic: Error | null = null;

  /** What it gave up with, if it did. */
  get panic(): Error | null {
    return this.#panic;
  }

  override get ready(): boolean {
    return super.ready && this.#panic === null;
  }

  /** All that runs comes through here, also what has queued before. */
  override async execProtocolStream(...message: Parameters<PGlite["execProtocolStream"]>): Messages {
    if (monotonicMs() - this.#breathedAtMs > BREATH_MS) {
      await setImmediate(); // nobody else comes in here meanwhile
      this.#breathedAtMs = monotonicMs();
    }
    if (this.#panic !== null) {
      throw this.#panic;
    }
    const messages = await this.#enter(message);
    if (this.#trap !== null) {
      throw this.#giveUp(this.#trap); // PGlite says nothing of a trap
    }
    return messages;
  }

  async #enter(message: Parameters<PGlite["execProtocolStream"]>): Messages {
    try {
      return await super.execProtocolStream(...message);
    } catch (thrown) {
      throw this.#trap !== null || endsTheSession(thrown) ? this.#giveUp(toError(thrown)) : thrown;
    }
  }

  #giveUp(error: Error): Error {
    if (this.#panic === null) {
      this.#panic = error;
      this.onPanic(error);
    }
    return this.#panic;
  }

  /** There is nobody left who could close anything. */
  override async close(): Promise<void> {
    if (this.#panic === null) {
      await super.close();
    }
  }

  /** To be called once it has started: from then on it notices when PostgreSQL does not come back. */
  watch(): void {
    const module = this.Module;
    const { _PostgresMainLoopOnce: loopOnce, _PostgresMainLongJmp: longJump, stackRestore } = module;
    module._PostgresMainLoopOnce = () => this.#watched(loopOnce);
    module._PostgresMainLongJmp = () => this.#watched(longJump);
    module.stackRestore = (pointer) => {
      if (this.#panic !== null) {
        throw this.#panic; // out of the loop that tries again whatever was thrown
      }
      return stackRestore(pointer);
    };
    for (const name of ["_PostgresSendReadyForQueryIfNecessary", "_pgl_pq_flush", "_pgl_run_atexit_funcs"] as const) {
      const entry = module[name];
      module[name] = () => {
        if (this.#trap === null) {
          entry();
        }
      };
    }
  }

  #watched(entry: () => void): void {
    if (this.#trap !== null) {
      throw this.#giveUp(this.#trap);
    }
    try {
      entry();
    } catch (thrown) {
      if (!(
        typeof thrown === "object" &&
        thrown !== null &&
        "status" in thrown &&
        thrown.status === LONG_JUMP_STATUS
      )) {
        this.#trap = toError(thrown);
      }
      throw thrown;
    }
  }
}
