import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

import { documentedExports } from "./scripts/lint/documented-exports.ts";

const TESTS = ["**/*.test.ts", "**/*.test.tsx", "**/*.conformance.ts", "**/testing/**", "test/**"];
const CLIENT = ["src/web/client/**"];

// Each entry is one way in which the code could reach for something that must be handed to it. `docs/decisions/` and the
// project's style say why; the message says what to do instead.

const HIDDEN_TIME_AND_CHANCE = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: "Time comes in from outside: take a `now: Date`, a transaction's `now()`, or a Clock.",
  },
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: "Time comes in from outside: take a `now: Date`, or monotonicMs() for real durations.",
  },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: "Chance comes in from outside: take a Random.",
  },
];

const ENVIRONMENT = [
  {
    selector: "MemberExpression[object.name='process'][property.name='env']",
    message: "Only src/main/configuration.ts reads the environment.",
  },
];

const ERRORS_READ_BY_THEIR_WORDS = [
  {
    selector:
      "CallExpression > MemberExpression[property.name=/^(includes|startsWith|endsWith|indexOf|match|search)$/] > MemberExpression.object[property.name='message']",
    message: "Nobody reads an error's message: compare its `code`, or what the driver gives as one.",
  },
  {
    selector: "CallExpression[callee.property.name='test'] > MemberExpression.arguments[property.name='message']",
    message: "Nobody reads an error's message: compare its `code`, or what the driver gives as one.",
  },
  {
    selector: "BinaryExpression[operator=/^[!=]==?$/] > MemberExpression[property.name='message']",
    message: "Nobody reads an error's message: compare its `code`, or what the driver gives as one.",
  },
];

const BARE_ERRORS = [
  {
    selector: "NewExpression[callee.name=/^(Error|TypeError|RangeError)$/]",
    message: "One class per thing that can go wrong: extend RekindleError, with a code and the facts as fields.",
  },
];

const DRIVER_QUERIES = [
  {
    // `context.req.query("user")` is the web framework's and fine
    selector: "CallExpression[callee.property.name='query']:not([callee.object.property.name='req'])",
    message: "Statements are run through src/database: `queryable.run(statement, parameters)`.",
  },
];

const SLEEPS = [
  {
    selector: "CallExpression[callee.name=/^(setTimeout|setInterval|sleep|delay)$/]",
    message: "A test waits for a fact, never for time.",
  },
  {
    selector: "ImportDeclaration[source.value=/^(node:)?timers(\\u002fpromises)?$/]",
    message: "A test waits for a fact, never for time.",
  },
];

const EVERYWHERE = [...HIDDEN_TIME_AND_CHANCE];
const IN_PRODUCTION = [...EVERYWHERE, ...ENVIRONMENT, ...ERRORS_READ_BY_THEIR_WORDS, ...BARE_ERRORS, ...DRIVER_QUERIES];

/** The restriction of everything in `all` but what stands in `allowed`. */
function restrict(all, ...allowed) {
  const rest = all.filter((entry) => !allowed.flat().includes(entry));
  // A severity without options would keep the options of the entry before.
  return { "no-restricted-syntax": rest.length === 0 ? "off" : ["error", ...rest] };
}

export default defineConfig(
  globalIgnores(["dist/", "data/", "coverage/", "node_modules/", ".dependency-cruiser.cjs", "examples/**/*.cjs"]),
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ["eslint.config.js", "scripts/*.js", "src/web/client/vite.config.ts"] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { rekindle: { rules: { "documented-exports": documentedExports } } },
    rules: {
      "max-lines": ["error", { max: 400, skipBlankLines: true, skipComments: true }],
      "max-params": ["error", { max: 3 }],
      eqeqeq: "error",
      "no-console": "error",
      "object-shorthand": "error",
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { allowDefaultCaseForExhaustiveSwitch: true, considerDefaultExhaustiveForUnions: false },
      ],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/prefer-readonly": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": [
        "error",
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      "@typescript-eslint/no-unnecessary-condition": [
        "error",
        { allowConstantLoopConditions: "only-allowed-literals" },
      ],
      // An interface that promises a Promise is kept by `async`, whether or not this implementation has to wait.
      "@typescript-eslint/require-await": "off",
      // Its advice is `!`, which is not allowed here.
      "@typescript-eslint/non-nullable-type-assertion-style": "off",
      // Our objects are closures, which read no `this`; their interfaces are written with methods all the same.
      "@typescript-eslint/unbound-method": "off",
      ...restrict(IN_PRODUCTION),
    },
  },
  {
    files: ["src/**/*.{ts,tsx}"],
    ignores: TESTS,
    rules: {
      "max-lines-per-function": ["error", { max: 60, skipBlankLines: true, skipComments: true }],
      "rekindle/documented-exports": "error",
    },
  },
  // A statement's name is verb and noun, and its text says the rest; what else there is to say stands with the function around it.
  { files: ["src/**/sql/**"], rules: { "rekindle/documented-exports": "off" } },
  { files: ["src/kernel/clock.ts", "src/kernel/random.ts"], rules: restrict(IN_PRODUCTION, HIDDEN_TIME_AND_CHANCE) },
  { files: ["src/kernel/errors.ts"], rules: restrict(IN_PRODUCTION, BARE_ERRORS) },
  { files: ["src/database/**"], ignores: TESTS, rules: restrict(IN_PRODUCTION, DRIVER_QUERIES) },
  { files: ["src/main/configuration.ts"], rules: restrict(IN_PRODUCTION, ENVIRONMENT) },
  { files: ["src/main/cli.ts", "bin/**"], rules: { "no-console": "off" } },
  // Programs of somebody else's, who prints, reads the host's clock and environment, and queries a pool.
  { files: ["examples/**/*.ts"], ignores: TESTS, rules: { "no-console": "off", "no-restricted-syntax": "off" } },
  {
    // The page sees nothing of ours but the contract: no RekindleError, and no database to query.
    files: CLIENT,
    ignores: TESTS,
    rules: restrict(IN_PRODUCTION, BARE_ERRORS, DRIVER_QUERIES),
  },
  // A row of a table of cases may have as many columns as it needs.
  { files: TESTS, rules: { ...restrict([...EVERYWHERE, ...SLEEPS]), "max-params": "off" } },
  {
    // The test of sleeping has to sleep.
    files: ["src/kernel/sleep.test.ts"],
    rules: restrict(EVERYWHERE),
  },
  // Chaos has a rhythm; whoever judges what came of it waits for facts.
  {
    files: ["test/scheduler/invariants/pace.ts", "test/discord/stand-in/pace.ts"],
    rules: restrict(EVERYWHERE),
  },
  {
    files: ["scripts/**", "bench/**", "examples/**", "*.config.{js,ts}", "test/reporting/**"],
    rules: { ...restrict([]), "no-console": "off" },
  },
  {
    files: ["**/*.js"],
    extends: [tseslint.configs.disableTypeChecked],
    rules: { "@typescript-eslint/explicit-module-boundary-types": "off" },
  },
);
