/** What somebody writes who has the package and nothing else. */

const IMPORTS = [
  `{ createRekindle, settingsFromEnvironment }`,
  `{ discordPlatform, questionMessage }`,
  `{ createScheduler }`,
  `{ openTestScheduler }`,
  `{ createSandbox, scriptedModel }`,
];

/** Every front door, and something behind it. */
export const FRONT_DOORS: readonly (readonly [door: string, names: string])[] = [
  "rekindle",
  "rekindle/discord",
  "rekindle/scheduler",
  "rekindle/scheduler/testing",
  "rekindle/testing",
].map((door, index) => [door, IMPORTS[index] ?? "{}"] as const);

const USE = `
async function live() {
  const rekindle = createRekindle({ platform: createSandbox(), model: scriptedModel(["hello"]), dataDir: "./data" });
  await rekindle.start();
  console.log(rekindle.platformStatus(), rekindle.consent.question().buttons.length);
  await rekindle.stop();
  console.log([discordPlatform, questionMessage, createScheduler, openTestScheduler].every((door) => typeof door === "function"));
  console.log(settingsFromEnvironment({ FOLLOW_UP_MAX_PER_USER_PER_WEEK: "1" }).maxPerWeek);
}
live().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
`;

/** What {@link USE} prints. */
export const PRINTED = "sandbox, always connected 3\ntrue\n1\n";

export const ES_MODULE = FRONT_DOORS.map(([door, names]) => `import ${names} from "${door}";`).join("\n") + USE;
export const COMMON_JS = FRONT_DOORS.map(([door, names]) => `const ${names} = require("${door}");`).join("\n") + USE;

/** With types: as an ES module, and as CommonJS, where discord.js has types of its own. */
export const TYPESCRIPT = `${FRONT_DOORS.map(([door, names]) => `import ${names} from "${door}";`).join("\n")}
import type { HostPeople, RekindleOptions } from "rekindle";
import { Client } from "discord.js";

const people: HostPeople = { mood: async () => ({ mood: "sad", at: new Date(0) }), profile: () => null };
const options: RekindleOptions = {
  platform: discordPlatform(new Client({ intents: [] })),
  model: async (prompt, { signal }) => (signal.aborted ? "" : prompt),
  people,
  settings: settingsFromEnvironment({}),
};
const rekindle = createRekindle(options);
export const content: string = questionMessage(rekindle.consent.question()).content;
// @ts-expect-error a mood is one of a few words
export const wrong: HostPeople = { mood: () => ({ mood: "furious", at: new Date(0) }) };
// @ts-expect-error there is no Rekindle without a platform
createRekindle({});
export { createSandbox, createScheduler, openTestScheduler, scriptedModel };
`;
