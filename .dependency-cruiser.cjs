/**
 * Who may import whom: the table of the architecture, held by a machine. A change here is a decision record.
 *
 * `test/rules/boundaries.test.ts` plants one breach of each rule and sees it caught.
 */

const BELOW_THE_WAYS_IN = [
  "kernel",
  "vocabulary",
  "database",
  "scheduler",
  "llm",
  "delivery",
  "privacy",
  "conversation",
  "outbound",
  "follow-ups",
  "analytics",
];

const MAY_IMPORT = {
  kernel: [],
  vocabulary: ["kernel"],
  database: ["kernel"],
  scheduler: ["kernel", "database"],
  llm: ["kernel"],
  delivery: ["kernel", "vocabulary"], // `platforms/sandbox` also `database`, below
  privacy: ["kernel", "vocabulary", "database"],
  conversation: ["kernel", "vocabulary", "database", "privacy", "llm"],
  outbound: ["kernel", "vocabulary", "database", "scheduler", "privacy", "delivery"],
  "follow-ups": ["kernel", "vocabulary", "database", "scheduler", "privacy", "llm", "conversation", "outbound"],
  analytics: ["kernel", "vocabulary", "database"],
  jobs: BELOW_THE_WAYS_IN,
  bot: BELOW_THE_WAYS_IN,
  web: BELOW_THE_WAYS_IN,
};

// A vendor package has one home. Everybody else uses the interface that the home implements. `zod` is free.
const VENDOR_HOME = {
  pg: "^src/database/",
  "@electric-sql/pglite": "^src/database/",
  "discord.js": "^src/delivery/platforms/discord/",
  "@discordjs": "^src/delivery/platforms/discord/",
  "discord-api-types": "^src/delivery/platforms/discord/",
  ioredis: "^src/outbound/queues/redis/",
  bullmq: "^src/outbound/queues/redis/",
  hono: "^src/web/server/",
  "@hono": "^src/web/server/",
  ai: "^src/llm/models/(openai-compatible|host)/",
  "@ai-sdk": "^src/llm/models/openai-compatible/",
  compromise: "^src/conversation/",
  "chrono-node": "^src/conversation/",
  croner: "^src/scheduler/cron/",
  pino: "^src/main/",
  preact: "^src/web/client/",
  "@preact": "^src/web/client/",
  vite: "^src/web/client/vite\\.config\\.ts$",
};

const ENTRY_POINTS = "^src/(index\\.ts$|entries/)";
const PURE = "^src/(conversation/(emotion|language|time-zone)|follow-ups/(policy|timing|text))/";
const PURE_PACKAGES = "(^|/)node_modules/(temporal-polyfill|temporal-spec|compromise|chrono-node)/";
const ADAPTER = "^src/(delivery/platforms|outbound/queues|llm/models)/([^/]+)/";
const TEST_ONLY = "(\\.test\\.tsx?$|\\.conformance\\.ts$|/testing/)";
const TEST_PACKAGES = "(^|/)node_modules/(vitest|@vitest|fast-check|playwright-core)/";

const rule = (name, from, to) => ({ name, severity: "error", from, to });
const packagePath = (name) => `(^|/)node_modules/(@types/)?${name.replaceAll(".", "\\.")}/`;

module.exports = {
  forbidden: [
    rule("no-cycle", {}, { circular: true }),
    rule("resolvable", {}, { couldNotResolve: true }),
    rule(
      "known-folder",
      { path: "^src/", pathNot: [ENTRY_POINTS, `^src/(main|${Object.keys(MAY_IMPORT).join("|")})/`] },
      {},
    ),

    ...Object.entries(MAY_IMPORT).map(([folder, targets]) =>
      rule(
        `direction:${folder}`,
        { path: `^src/${folder}/`, pathNot: "^src/delivery/platforms/sandbox/" },
        { path: "^src/", pathNot: `^src/(${[folder, ...targets].join("|")})/` },
      ),
    ),
    // The sandbox's tables stand for Discord's own storage.
    rule(
      "direction:sandbox",
      { path: "^src/delivery/platforms/sandbox/" },
      { path: "^src/", pathNot: "^src/(delivery|kernel|vocabulary|database)/" },
    ),

    rule(
      "front-door",
      { path: "^src/([^/]+)/", pathNot: ENTRY_POINTS },
      {
        path: "^src/",
        pathNot: ["^src/$1/", "^src/[^/]+/index\\.ts$", `${ADAPTER}index\\.ts$`, "^src/[^/]+/testing/"],
      },
    ),
    rule(
      "front-door-entry",
      { path: ENTRY_POINTS },
      { path: "^src/", pathNot: ["^src/[^/]+/(testing/)?index\\.ts$", `${ADAPTER}index\\.ts$`] },
    ),
    // The scheduler leaves with the database and the kernel, and nothing else of ours.
    rule(
      "scheduler-stands-alone",
      { path: "^src/entries/scheduler" },
      { path: "^src/", pathNot: "^src/(scheduler|database|kernel)/" },
    ),
    rule(
      "adapters-only-from-main",
      { path: "^src/", pathNot: ["^src/main/", ENTRY_POINTS, ADAPTER, TEST_ONLY] },
      { path: ADAPTER },
    ),
    rule("adapters-apart", { path: ADAPTER }, { path: ADAPTER, pathNot: "^src/$1/$2/" }),

    rule(
      "pure",
      { path: PURE, pathNot: TEST_ONLY },
      {
        path: ".*",
        pathNot: [PURE, "^src/(kernel|vocabulary)/", "^src/(conversation|follow-ups)/[^/]+-types\\.ts$", PURE_PACKAGES],
      },
    ),
    rule(
      "kernel-does-no-io",
      { path: "^src/kernel/", pathNot: TEST_ONLY },
      { pathNot: ["^src/", "^(node:)?(async_hooks|crypto|perf_hooks|timers/promises)$"] },
    ),
    rule(
      "vocabulary-does-no-io",
      { path: "^src/vocabulary/", pathNot: TEST_ONLY },
      { pathNot: ["^src/", "(^|/)node_modules/zod/"] },
    ),

    rule(
      "browser",
      { path: "^src/web/client/", pathNot: [TEST_ONLY, "/vite\\.config\\.ts$"] },
      { pathNot: ["^src/web/client/", "^src/web/contract\\.ts$", "(^|/)node_modules/(preact|@preact/signals|uplot)/"] },
    ),
    rule("page-stays-in-the-browser", { path: "^src/", pathNot: "^src/web/client/" }, { path: "^src/web/client/" }),
    rule("contract-stands-alone", { path: "^src/web/contract\\.ts$" }, {}),

    rule("test-code-stays-in-tests", { path: "^src/", pathNot: [TEST_ONLY, ENTRY_POINTS] }, { path: TEST_ONLY }),
    rule("test-packages-stay-in-tests", { path: "^src/", pathNot: TEST_ONLY }, { path: TEST_PACKAGES }),

    ...Object.entries(VENDOR_HOME).map(([vendor, home]) =>
      rule(`vendor:${vendor}`, { path: "^src/", pathNot: home }, { path: packagePath(vendor) }),
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^src/web/client/dist/" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      mainFields: ["module", "main", "types"],
    },
  },
};
