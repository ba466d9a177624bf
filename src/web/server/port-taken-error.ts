import { RekindleError } from "../../kernel/index.ts";

/** Somebody else listens on the port. */
export class PortTakenError extends RekindleError {
  readonly code = "PORT_TAKEN";
  readonly host: string;
  readonly port: number;

  constructor(host: string, port: number) {
    super(`port ${port} on ${host} is in use by another program: stop that, or set REKINDLE_PORT to a free one`);
    this.host = host;
    this.port = port;
  }
}
