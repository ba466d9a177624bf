import { expect, test } from "vitest";

import { connectDiscordClient } from "../discord-client.ts";
import { openScene } from "../stand-in-fixture.ts";
import {
  COMMANDS,
  commandsAreThere,
  connectAdapter,
  connectHost,
  nextEvent,
  openOwn,
  openReply,
  ownPlatform,
} from "./adapter-fixture.ts";

const HOSTS_DEBUG = { name: "debug", description: "The host's own" };

test("commands are registered for servers and direct chats, each for those whom it is for", async () => {
  const { standIn } = await openOwn();
  const rights = standIn
    .registeredCommands()
    .map(({ name, default_member_permissions: permissions }) => [name, permissions]);
  expect(Object.fromEntries(rights)).toEqual({
    schedule_followup: "32",
    job_status: "32",
    debug: "0",
    bot_status: "0",
  });
  expect(standIn.registeredCommands()[0]).toMatchObject({ contexts: [0, 1] });
});

test("a second start registers nothing again, mends what differs, and leaves alone what it does not know", async () => {
  const first = await openOwn();
  const { standIn } = first;
  await first.platform.stop();
  const changed = COMMANDS.map((command) =>
    command.name === "debug" ? { ...command, description: "Another description" } : command,
  );
  standIn.requests.clear();
  const second = connectAdapter(ownPlatform(standIn), { commands: changed.slice(1) });
  await second.platform.start();
  await standIn.waitFor(() => standIn.requests.count("edit-command") === 1, "the one that differs");
  await second.platform.stop();
  expect(standIn.requests.count("create-command")).toBe(0);
  expect(standIn.requests.count("delete-command")).toBe(0);
  expect(standIn.registeredCommands()).toHaveLength(COMMANDS.length);
});

test("a host's command of the same name stays, is not answered, and the log says what to do", async () => {
  const { standIn, ada } = await openScene();
  const theirs = standIn.registerCommand(HOSTS_DEBUG);
  const adapter = connectHost(await connectDiscordClient(standIn));
  await adapter.platform.start();
  await commandsAreThere(standIn);
  await standIn.waitFor(() => adapter.platform.status().includes("names are taken: debug"), "the status");
  const [error] = adapter.log.filter(({ level }) => level === "error");
  expect(error).toMatchObject({ fields: { code: "DISCORD_COMMAND_TAKEN", command: "debug" } });
  expect(error?.text).toMatch(/commands\.rename .*commands\.off .*commands\.root/);
  const found = standIn.registeredCommands().find(({ name }) => name === "debug");
  expect(found).toMatchObject({ id: theirs.id, description: "The host's own" });

  const call = await standIn.command(ada.id, "dm", "debug");
  await (await standIn.command(ada.id, "dm", "bot_status")).waitForAnswer().catch(() => undefined);
  await standIn.waitFor(() => adapter.events.length === 1, "our own");
  expect(adapter.events).toMatchObject([{ name: "bot_status" }]);
  expect(call.state).toBe("waiting");
});

test("commands can be off, renamed, and under one root", async () => {
  const { standIn, ada } = await openScene();
  standIn.registerCommand(HOSTS_DEBUG);
  const commands = { off: ["bot_status"], rename: { debug: "log_level" }, root: "rekindle" };
  const adapter = connectHost(await connectDiscordClient(standIn), { commands });
  adapter.handle = (event) => adapter.platform.inbox.reply(event, openReply("Done."));
  await adapter.platform.start();
  await commandsAreThere(standIn, 2);
  const call = await standIn.command(ada.id, "dm", "rekindle log_level", { state: "on" });
  await call.waitForAnswer();
  expect(adapter.events).toMatchObject([{ name: "debug", words: ["on"] }]);
  expect(adapter.log.filter(({ level }) => level === "error")).toEqual([]);
});

test.each([
  [{ off: ["no_such_command"] }],
  [{ rename: { debug: "Log Level" } }],
  [{ rename: { debug: "job_status" } }],
  [{ root: "not a name" }],
])("options that cannot be are refused: %j", async (commands) => {
  const { standIn } = await openScene();
  expect(() => connectAdapter(ownPlatform(standIn, { commands }))).toThrow(
    expect.objectContaining({ code: "DISCORD_OPTION_INVALID" }),
  );
});

test("the fields of a command come as they would be typed", async () => {
  const adapter = await openOwn();
  const { standIn, general, server, ada, ben } = adapter;
  await standIn.command(ben.id, general, "schedule_followup", { person: ada.id, hours: 24 });
  expect(await nextEvent(adapter)).toMatchObject({
    type: "command",
    name: "schedule_followup",
    words: ["@Ada", "24"],
    mentions: [{ id: ada.id, name: "Ada" }],
    actor: { id: ben.id, operator: false, serverAdministrator: true },
    place: { kind: "public_channel", serverId: server.id },
  });
});

test("an answer is seen by whoever gave the command alone; a long one has a title and a frame", async () => {
  const adapter = await openOwn();
  const { standIn, general, ben, platform } = adapter;
  const long = Array.from({ length: 120 }, (_, line) => `line ${line}: ${"word ".repeat(8)}`.trim()).join("\n");
  const texts = ["Done.", long];
  adapter.handle = async (event) => {
    await platform.inbox.reply(event, openReply(texts[adapter.events.length - 1] ?? ""));
  };
  const short = await standIn.command(ben.id, general, "job_status", { id: "j1" });
  await short.waitForAnswer();
  expect([short.content, short.ephemeral, short.embeds]).toEqual(["Done.", true, []]);

  const framed = await standIn.command(ben.id, general, "job_status", { id: "j2" });
  await framed.waitForAnswer();
  await platform.inbox.idle();
  const [frame] = framed.embeds;
  const rest = framed.followUps.flatMap(({ embeds }) => embeds);
  expect(frame?.["title"]).toBe("/job_status j2");
  expect([frame, ...rest].map((embed) => embed?.["description"]).join("\n")).toBe(long);
  expect(framed.followUps.every(({ ephemeralFor }) => ephemeralFor === ben.id)).toBe(true);
});

test("a command that gets no answer, or fails, leaves nobody waiting", async () => {
  const adapter = await openOwn();
  const { standIn, ada } = adapter;
  adapter.handle = () => (adapter.events.length === 1 ? Promise.resolve() : Promise.reject(new Error("no database")));
  const silent = await standIn.command(ada.id, "dm", "bot_status");
  await standIn.waitFor(() => standIn.requests.count("delete-answer") === 1, "the end of the wait");
  const failing = await standIn.command(ada.id, "dm", "bot_status");
  await failing.waitForAnswer();
  expect(silent.content).toBe("");
  expect(failing.content).toContain("went wrong");
});

test("values are offered while a field is filled in: 25 at most, none too long", async () => {
  const adapter = await openOwn();
  const { standIn, general, ben } = adapter;
  adapter.offer = ["x".repeat(101), ...Array.from({ length: 40 }, (_, index) => `job-${index}`)];
  const choices = await standIn.complete(ben.id, general, "job_status", "id", "jo");
  expect(choices.map(({ value }) => value)).toEqual(adapter.offer.slice(1, 26));
  expect(adapter.completions).toMatchObject([
    { command: "job_status", field: "id", typed: "jo", actor: { id: ben.id, serverAdministrator: true } },
  ]);
});

test("where offering fails, nothing is offered", async () => {
  const adapter = await openOwn();
  const { standIn, general, ben, platform } = adapter;
  platform.inbox.complete(() => Promise.reject(new Error("no database")));
  expect(await standIn.complete(ben.id, general, "job_status", "id", "jo")).toEqual([]);
});
