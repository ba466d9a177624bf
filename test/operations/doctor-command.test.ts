import { expect, test } from "vitest";

import { attempt, type Ending } from "../attacks/process.ts";
import { openScene } from "../discord/stand-in-fixture.ts";

const NOBODY_THERE = "127.0.0.1:1";

function doctor(environment: Readonly<Record<string, string>>, ...words: string[]): Promise<Ending> {
  return attempt(environment, { words: ["doctor", ...words] });
}

test("rekindle doctor with any word says how it is used", async () => {
  expect(await doctor({}, "now")).toMatchObject({ code: 1, stderr: "" });
  const { code, stdout } = await doctor({}, "--help");
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Usage: rekindle doctor\n/);
});

test("rekindle doctor finds nothing wrong with a sandbox", async () => {
  const { code, stdout } = await doctor({});
  expect(stdout).toContain("DISCORD_TOKEN is not set, so the sandbox starts");
  expect(stdout.trimEnd()).toMatch(/Nothing keeps the bot from working\.$/);
  expect(code).toBe(0);
});

test("rekindle doctor names every wrong value, and looks no further", async () => {
  const { code, stdout } = await doctor({ DISCORD_OPERATOR_IDS: "ada", FOLLOW_UP_CONSENT: "always" });
  expect(code).toBe(1);
  expect(stdout).toContain("✗ Configuration: FOLLOW_UP_CONSENT");
  expect(stdout).toContain("✗ Configuration: DISCORD_OPERATOR_IDS");
  expect(stdout).toContain("To be mended: 2.");
});

test("rekindle doctor says of a database and a model that are not there what to do, and never shows a secret", async () => {
  const { code, stdout } = await doctor({
    DATABASE_URL: `postgres://ada:hush@${NOBODY_THERE}/bot`,
    LLM_BASE_URL: `http://${NOBODY_THERE}/v1`,
    DISCORD_TOKEN: "very-secret",
    DISCORD_API_URL: `http://${NOBODY_THERE}/api`,
  });
  expect(code).toBe(1);
  expect(stdout).toMatch(/✗ Database: .*is the server running/);
  expect(stdout).toMatch(/! Language model: .*templates are used/);
  expect(stdout).toMatch(/✗ Discord: no answer could be had/);
  expect(stdout).not.toMatch(/hush|very-secret/);
});

test("rekindle doctor on Discord: the token, the intents, the servers, the invite link", async () => {
  const { standIn } = await openScene({ privilegedIntents: [] });
  const environment = { DISCORD_TOKEN: standIn.token, DISCORD_API_URL: standIn.apiUrl };
  const fine = await doctor(environment);
  expect(fine.stdout).toContain("✓ Discord: the token is that of");
  expect(fine.stdout).toContain("✓ Discord: no privileged intent is needed");
  expect(fine.stdout).toContain(`https://discord.com/oauth2/authorize?client_id=${standIn.applicationId}`);
  expect(fine.code).toBe(0);

  const listening = await doctor({ ...environment, DISCORD_LISTEN_CHANNELS: "12345678901234567" });
  expect(listening.stdout).toContain("Message Content. Until then only what is said to the bot is read");

  const refused = await doctor({ ...environment, DISCORD_TOKEN: "an-old-one" });
  expect(refused.stdout).toContain("✗ Discord: the token was refused");
  expect(refused.code).toBe(1);
  expect(standIn.gateway.identified).toBe(0);
});
