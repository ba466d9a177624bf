import { inspectDiscord } from "../delivery/platforms/discord/index.ts";
import { toError } from "../kernel/index.ts";
import { ConfigurationError } from "./configuration-error.ts";
import { type Configuration, environmentOfProcess, readVariables } from "./configuration.ts";
import { examineDatabase } from "./examine-database.ts";
import type { Finding } from "./finding.ts";
import { modelFor } from "./model-for.ts";
import { VARIABLES } from "./variables.ts";
import { VERSION } from "./version.ts";

const USAGE = `Usage: rekindle doctor

Looks at the configuration, the database, Redis, the language model and Discord, changes nothing, sends nothing, and says what to do.
Ends with 0 where nothing keeps the bot from working, else with 1.`;

const MARKS = { good: "✓", hint: "!", trouble: "✗" } as const;
const MODEL_TIMEOUT_MS = 20_000;

/** `rekindle doctor`. Says how the process is to end. */
export async function runDoctorCommand(words: readonly string[]): Promise<number> {
  if (words.length > 0) {
    process.stdout.write(`${USAGE}\n`);
    return words.length === 1 && words[0] === "--help" ? 0 : 1;
  }
  process.stdout.write(`Rekindle ${VERSION}\n`);
  const findings = await examine((finding) => {
    process.stdout.write(`${MARKS[finding.grade]} ${finding.text}\n`);
  });
  const troubles = findings.filter(({ grade }) => grade === "trouble").length;
  process.stdout.write(troubles === 0 ? "Nothing keeps the bot from working.\n" : `To be mended: ${troubles}.\n`);
  return troubles === 0 ? 0 : 1;
}

/** Each check is told as soon as it is done: some take seconds. */
async function examine(tell: (finding: Finding) => void): Promise<readonly Finding[]> {
  const all: Finding[] = [];
  const note = (findings: readonly Finding[]): void => {
    findings.forEach(tell);
    all.push(...findings);
  };
  const configuration = readConfiguration(note);
  if (configuration === null) {
    return all;
  }
  note(await examineDatabase(configuration));
  note(await examineRedis(configuration));
  note([await examineModel(configuration)]);
  note(await examineDiscord(configuration));
  return all;
}

function readConfiguration(note: (findings: readonly Finding[]) => void): Configuration | null {
  try {
    const configuration = readVariables(VARIABLES, environmentOfProcess());
    note([{ grade: "good", text: "Configuration: every value is allowed" }]);
    return configuration;
  } catch (thrown) {
    if (!(thrown instanceof ConfigurationError)) {
      throw thrown;
    }
    note(thrown.problems.map((problem) => ({ grade: "trouble", text: `Configuration: ${problem}` })));
    return null;
  }
}

async function examineRedis({ REDIS_URL: redisUrl }: Configuration): Promise<readonly Finding[]> {
  if (redisUrl === null) {
    return [{ grade: "good", text: "Redis: none (REDIS_URL is not set), and none is needed" }];
  }
  const { inspectRedis } = await import("../outbound/queues/redis/index.ts");
  return (await inspectRedis(redisUrl)).map((finding) => ({ ...finding, text: `Redis: ${finding.text}` }));
}

async function examineModel(configuration: Configuration): Promise<Finding> {
  const model = modelFor(configuration);
  if (model === null) {
    return { grade: "good", text: "Language model: none (LLM_BASE_URL is not set). Follow-ups come from templates" };
  }
  try {
    await model.generate({
      system: "Answer with the word yes.",
      messages: [{ role: "person", text: "Are you there?" }],
      maxOutputTokens: 20,
      timeoutMs: MODEL_TIMEOUT_MS,
    });
    return { grade: "good", text: `Language model: ${model.name} answers` };
  } catch (thrown) {
    return {
      grade: "hint",
      text: `Language model: ${toError(thrown).message}. Until it answers, templates are used`,
    };
  }
}

async function examineDiscord({
  DISCORD_TOKEN: token,
  DISCORD_API_URL: apiUrl,
  DISCORD_LISTEN_CHANNELS: listenIn,
}: Configuration): Promise<readonly Finding[]> {
  if (token === null) {
    return [{ grade: "good", text: "Discord: DISCORD_TOKEN is not set, so the sandbox starts" }];
  }
  return (await inspectDiscord({ token, listenIn, ...(apiUrl === null ? {} : { apiUrl }) })).map((finding) => ({
    ...finding,
    text: `Discord: ${finding.text}`,
  }));
}
