import { RekindleError } from "../../kernel/index.ts";

/** It cannot be listened on that address: it is another machine's or no address at all, or the port is for the system's own. */
export class AddressNotUsableError extends RekindleError {
  readonly code = "ADDRESS_NOT_USABLE";
  readonly host: string;
  readonly port: number;
  /** The system's code: `EADDRNOTAVAIL`, `ENOTFOUND`, `EACCES` …; `null` where there is none. */
  readonly reason: string | null;

  constructor({ host, port }: { readonly host: string; readonly port: number }, cause: NodeJS.ErrnoException) {
    const reason = cause.code ?? null;
    super(
      `cannot listen on ${host}, port ${port}${reason === null ? "" : ` (${reason})`}: set REKINDLE_HOST to an address of this machine, and REKINDLE_PORT to a port that may be used`,
      { cause },
    );
    this.host = host;
    this.port = port;
    this.reason = reason;
  }
}
