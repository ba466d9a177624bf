import { serve, type ServerType } from "@hono/node-server";
import { serveStatic } from "@hono/node-server/serve-static";
import { Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";

import { DatabaseUnavailableError } from "../../database/index.ts";
import { createService, type Logger, type Service, toError } from "../../kernel/index.ts";
import { AddressNotUsableError } from "./address-not-usable-error.ts";
import { closesGracefully } from "./graceful-close.ts";
import { HttpProblem } from "./http-problem.ts";
import { limitBody } from "./limit-body.ts";
import { PortTakenError } from "./port-taken-error.ts";
import type { SandboxBackend } from "./sandbox/sandbox-backend.ts";
import { sandboxRoutes } from "./sandbox/sandbox-routes.ts";
import { type ClockWinder, createClockWinder } from "./sandbox/wind-clock.ts";

/** What is served, and where. */
export interface WebServerOptions {
  readonly host: string;
  /** 0: a free one. */
  readonly port: number;
  /** The built pages. */
  readonly pagesFolder: string;
  readonly logger: Logger;
  /** Whether the database answers. */
  checkReady(): Promise<void>;
  /** Only in sandbox mode. */
  readonly sandbox: SandboxBackend | null;
}

/** The HTTP side of the program. */
export interface WebServer extends Service {
  /** Where it listens, once it has started. */
  url(): string;
}

/** Larger bodies are refused. What a body may hold in detail is said by its fields. */
const MAX_BODY_BYTES = 1024 * 1024;

/** All HTTP: health, and in the sandbox its interface and its page. */
export function createWebServer(options: WebServerOptions): WebServer {
  let server: ServerType | null = null;
  let close = (): Promise<void> => Promise.resolve();
  const winder = options.sandbox === null ? null : createClockWinder(options.sandbox);
  const ending = new AbortController();
  const app = createApp(options, winder, ending.signal);

  const service = createService({
    start: async () => {
      server = await listen(app, options);
      close = closesGracefully(server);
    },
    stop: async () => {
      await winder?.stop();
      ending.abort(); // event streams never end by themselves
      if (server !== null) {
        server = null;
        await close();
      }
    },
  });

  return {
    ...service,
    url: () => {
      const address = server?.address();
      const port = typeof address === "object" && address !== null ? address.port : options.port;
      return `http://${options.host.includes(":") ? `[${options.host}]` : options.host}:${port}`;
    },
  };
}

function createApp(
  { host, pagesFolder, logger, checkReady, sandbox }: WebServerOptions,
  winder: ClockWinder | null,
  ending: AbortSignal,
): Hono {
  const app = new Hono();
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'self'"],
        frameAncestors: ["'none'"],
      },
    }),
  );
  app.use(limitBody(MAX_BODY_BYTES));
  app.use("/api/*", async (context, next) => {
    refuseForeignPages({ origin: context.req.header("origin"), host: context.req.header("host"), boundTo: host });
    await next();
  });
  app.onError((thrown, context) => {
    if (thrown instanceof HttpProblem) {
      return context.json({ error: { code: thrown.code, message: thrown.message } }, thrown.status);
    }
    if (thrown instanceof DatabaseUnavailableError) {
      return context.json({ error: { code: thrown.code, message: `${thrown.message}: try again` } }, 503);
    }
    logger.error({ path: context.req.path, error: toError(thrown).message }, "a request failed");
    return context.json({ error: { code: "INTERNAL", message: "something went wrong here; the log says more" } }, 500);
  });
  app.notFound((context) =>
    context.json({ error: { code: "NOT_FOUND", message: `there is nothing at ${context.req.path}` } }, 404),
  );

  app.get("/healthz", (context) => context.json({ status: "ok" }));
  app.get("/readyz", async (context) => {
    try {
      await checkReady();
      return context.json({ status: "ready" });
    } catch (thrown) {
      throw new HttpProblem(503, "NOT_READY", toError(thrown).message);
    }
  });
  if (sandbox !== null && winder !== null) {
    app.route("/api/sandbox", sandboxRoutes(sandbox, winder, ending));
    app.get("*", serveStatic({ root: pagesFolder }));
  }
  return app;
}

const LOOPBACK_NAMES = ["localhost", "127.0.0.1", "[::1]"];

/**
 * A browser says which page a request comes from; pages of other origins have no business here, though they can reach us. Where
 * we listen on this machine alone, a foreign name that leads here (DNS rebinding) is refused too.
 */
function refuseForeignPages({
  origin,
  host,
  boundTo,
}: {
  readonly origin: string | undefined;
  readonly host: string | undefined;
  readonly boundTo: string;
}): void {
  const foreignOrigin = origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== host);
  const name = host === undefined ? "" : host.replace(/:\d+$/, "");
  const foreignName = (LOOPBACK_NAMES.includes(boundTo) || boundTo === "::1") && !LOOPBACK_NAMES.includes(name);
  if (foreignOrigin || foreignName) {
    throw new HttpProblem(403, "FOREIGN_ORIGIN", "requests from pages of another origin are refused");
  }
}

function listen(app: Hono, { host, port }: WebServerOptions): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: host, port }, () => {
      server.off("error", reject);
      resolve(server);
    });
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(
        error.code === "EADDRINUSE" ? new PortTakenError(host, port) : new AddressNotUsableError({ host, port }, error),
      );
    });
  });
}
