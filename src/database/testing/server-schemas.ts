import { Client } from "pg";

import { createTestServerDatabase, type TestPlace } from "./server-databases.ts";

/** One database on the server, made when it is first asked for, and in it schemas: a database for each test would take its time. */
export interface ServerSchemas {
  /**
   * Makes an empty schema, on whose URL it is the only one.
   *
   * @param settings - further ones of each session, such as `timezone=Asia/Kathmandu`
   */
  make(settings?: readonly string[]): Promise<TestPlace>;
  /** Removes the database with all that is in it. */
  drop(): Promise<void>;
}

/** Schemas on the server that `DATABASE_URL` names. */
export function serverSchemas(): ServerSchemas {
  let home: Promise<Home> | null = null;
  let count = 0;

  return {
    make: async (settings = []) => {
      home ??= openHome();
      const { url, administrator } = await home;
      count += 1;
      const name = `test_${count}`;
      await administrator.query(`create schema ${name}`);
      const drop = async (): Promise<void> => {
        await administrator.query(`drop schema if exists ${name} cascade`);
      };
      return { url: urlOfSchema(url, name, settings), drop };
    },
    drop: async () => {
      const { administrator, drop } = (await home) ?? {};
      await administrator?.end();
      await drop?.();
    },
  };
}

interface Home extends TestPlace {
  readonly administrator: Client;
}

async function openHome(): Promise<Home> {
  const place = await createTestServerDatabase();
  const administrator = new Client({ connectionString: place.url });
  await administrator.connect();
  return { ...place, administrator };
}

function urlOfSchema(url: string, name: string, settings: readonly string[]): string {
  const own = new URL(url);
  const options = [`search_path=${name}`, ...settings].map((setting) => `-c ${setting}`).join(" ");
  own.searchParams.set("options", options);
  return own.href.replaceAll("+", "%20");
}
