/** After `npm pack`: the repository's `package.json` comes back, and the compiled code goes. */
import { existsSync, renameSync, rmSync } from "node:fs";

const ASIDE = "package.json.repository";

if (existsSync(ASIDE)) {
  renameSync(ASIDE, "package.json");
}
rmSync("lib", { recursive: true, force: true });
