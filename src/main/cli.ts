import { fail } from "./fail.ts";
import { VERSION } from "./version.ts";

const USAGE = `Rekindle ${VERSION}

Usage: rekindle [--help | --version]
       rekindle jobs <command>
       rekindle migrate [--print | --check]
       rekindle doctor
       rekindle restore [COPY]
       rekindle move --to URL

Starts the Discord bot where DISCORD_TOKEN is set; without it the sandbox: a web page to chat with the bot, and a clock to wind forward.
Settings are environment variables, also from a .env file: see docs/configuration.md.
With \`jobs\` it starts nothing, and shows or changes stored jobs: see rekindle jobs --help.
With \`doctor\` it looks at token, intents, permissions, database, Redis and model, and says what to do.
With \`migrate\` it brings the schema of the database up to date, prints what is missing as SQL, or says whether something is.
With \`restore\` it lists the copies of the bot's embedded database, or goes back to one.
With \`move\` it carries the bot's embedded database to a PostgreSQL server.`;

// Each way is loaded by itself: a command need not wait for the whole program.
async function main([word, ...words]: readonly string[]): Promise<void> {
  switch (word) {
    case undefined: {
      const { startProgram } = await import("./start-program.ts");
      return startProgram();
    }
    case "jobs": {
      const { runJobsCommand } = await import("./jobs-command/index.ts");
      process.exitCode = await runJobsCommand(words);
      return;
    }
    case "migrate": {
      const { runMigrateCommand } = await import("./migrate-command.ts");
      process.exitCode = await runMigrateCommand(words);
      return;
    }
    case "doctor": {
      const { runDoctorCommand } = await import("./doctor-command.ts");
      process.exitCode = await runDoctorCommand(words);
      return;
    }
    case "restore": {
      const { runRestoreCommand } = await import("./restore-command.ts");
      process.exitCode = await runRestoreCommand(words);
      return;
    }
    case "move": {
      const { runMoveCommand } = await import("./move-command.ts");
      process.exitCode = await runMoveCommand(words);
      return;
    }
    case "--version":
      process.stdout.write(`${VERSION}\n`);
      return;
    default:
      process.stdout.write(`${USAGE}\n`);
      process.exitCode = word === "--help" ? 0 : 1;
  }
}

main(process.argv.slice(2)).catch((thrown: unknown) => fail(thrown));
