/**
 * Sums up the results that Vitest's JSON reporter wrote: `node scripts/test-totals.js <file>…` prints one line, "12 passed,
 * 0 failed, 3 skipped". A file of tests that could not even be loaded counts as one failure, and so does a missing report.
 */
import { readFileSync } from "node:fs";

const totals = { passed: 0, failed: 0, skipped: 0 };

for (const path of process.argv.slice(2)) {
  const report = read(path);
  totals.passed += report.numPassedTests;
  totals.skipped += report.numPendingTests + report.numTodoTests;
  const unloaded = report.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
  const failed = report.numFailedTests + unloaded.length;
  // An error outside every test fails the run as well.
  totals.failed += report.success || failed > 0 ? failed : 1;
}

const { passed, failed, skipped } = totals;
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);

function read(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return {
      numPassedTests: 0,
      numPendingTests: 0,
      numTodoTests: 0,
      numFailedTests: 1,
      success: false,
      testResults: [],
    };
  }
}
