import { RekindleError } from "../../kernel/index.ts";

/** A request that cannot be answered as asked. Becomes `{ error: { code, message } }` with its status. */
export class HttpProblem extends RekindleError {
  readonly code: string;
  readonly status: 400 | 403 | 404 | 409 | 413 | 503;

  constructor(status: HttpProblem["status"], code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}
