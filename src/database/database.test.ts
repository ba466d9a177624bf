import { databaseConformance } from "./database.conformance.ts";
import { describeOnEachDatabase } from "./testing/index.ts";

describeOnEachDatabase("the database", (open) => {
  databaseConformance(open);
});
