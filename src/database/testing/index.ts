export {
  type CreateServerDatabase,
  describeOnEachDatabase,
  describeOnServer,
  type OpenDatabase,
} from "./describe-on-each-database.ts";
export { openTestDatabase, type TestDatabaseOptions } from "./open-test-database.ts";
export { checkStatements, collectStatements, type StatementCheck } from "./statements.ts";
