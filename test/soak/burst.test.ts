import { Agent, request } from "node:http";
import { join } from "node:path";

import { expect, test } from "vitest";

import { openEmbeddedDatabase } from "../../src/database/index.ts";
import { silentLogger } from "../../src/kernel/index.ts";
import type { Channel, Message } from "../../src/web/contract.ts";
import { query } from "../product-database.ts";
import { type Program, startProgram } from "../program.ts";
import { temporaryFolder } from "../attacks/process.ts";

const PEOPLE = Array.from({ length: 50 }, (_, index) => `person ${index}`);
const IN_DM = 30;
const IN_GENERAL = 10;

interface Said {
  readonly user: string;
  readonly channel: Channel;
  readonly text: string;
}

const ALL: readonly Said[] = PEOPLE.flatMap((user) => [
  ...Array.from({ length: IN_DM }, (_, index) => ({ user, channel: "dm", text: `${user} says ${index}` }) as const),
  ...Array.from(
    { length: IN_GENERAL },
    (_, index) => ({ user, channel: "general", text: `${user} calls ${index}` }) as const,
  ),
]);

/** As many connections as a busy client opens; whatever is not sent yet waits for one of them. */
const connections = new Agent({ keepAlive: true, maxSockets: 200 });

/** Posts a message, and says its id. */
async function post(url: string, said: Said): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(new URL("/api/sandbox/messages", url), { method: "POST", agent: connections }, (response) => {
      let body = "";
      response.on("data", (chunk: Buffer) => (body += chunk.toString()));
      response.on("end", () => {
        if (response.statusCode === 201) {
          resolve((JSON.parse(body) as { readonly message: Message }).message.id);
        } else {
          reject(new Error(`${response.statusCode ?? 0} ${body}`));
        }
      });
    });
    sent.on("error", reject);
    sent.end(JSON.stringify(said));
  });
}

/** Everything in a channel, as a script reads it that goes on from the last message that it has. */
async function readOn(program: Program, user: string, channel: Channel): Promise<readonly Message[]> {
  const read: Message[] = [];
  for (;;) {
    const last = read.at(-1)?.id;
    const { body } = await program.call(
      "GET",
      `/api/sandbox/messages?user=${encodeURIComponent(user)}&channel=${channel}&after=${last ?? "0"}`,
    );
    const { messages } = body as { readonly messages: readonly Message[] };
    if (messages.length === 0) {
      return read;
    }
    read.push(...messages);
  }
}

const COUNTS = query<{ chat: number; distinct: number; remembered: number; counted: number; questions: number }>(
  ["chat", "distinct", "remembered", "counted", "questions"],
  `select (select count(*) from sandbox_messages where author_id like 'person %') as chat,
     (select count(distinct text) from sandbox_messages where author_id like 'person %') as distinct,
     (select count(*) from messages where person_id like 'person %' and author = 'person') as remembered,
     (select sum(message_count)::integer from people where person_id like 'person %') as counted,
     (select count(*) from sandbox_messages where author_bot and buttons <> '[]'
        and (dm_with like 'person %' or channel = 'general' and text like 'Person %')) as questions`,
);

test(
  "2,000 messages of 50 people at once are all stored, once, and counted; everybody is asked for permission once",
  { timeout: 120_000 },
  async () => {
    const dataDir = await temporaryFolder();
    const program = await startProgram({ dataDir });
    const posted = await Promise.all(ALL.map((said) => post(program.url, said)));
    expect(new Set(posted).size).toBe(2_000);

    const calls = (await readOn(program, "reader", "general")).filter(({ text }) => / calls \d+$/.test(text));
    expect(calls.map(({ text }) => text).toSorted()).toEqual(
      ALL.filter(({ channel }) => channel === "general")
        .map(({ text }) => text)
        .toSorted(),
    );
    for (const user of PEOPLE.slice(0, 5)) {
      const own = (await readOn(program, user, "dm")).filter(({ author }) => !author.bot);
      expect(own.map(({ text }) => text).toSorted()).toEqual(
        ALL.filter((said) => said.user === user && said.channel === "dm")
          .map(({ text }) => text)
          .toSorted(),
      );
      expect((await program.panel(user)).messageCount).toBe(IN_DM + IN_GENERAL);
    }
    await program.stop();

    const database = await openEmbeddedDatabase({ folder: join(dataDir, "sandbox"), logger: silentLogger });
    const counts = await database.run(COUNTS);
    await database.close();
    expect(counts).toEqual([
      { chat: 2_000, distinct: 2_000, remembered: 2_000, counted: 2_000, questions: PEOPLE.length },
    ]);
  },
);
