/** A program: makes a new PostgreSQL data directory in the folder that is given to it, which does not exist yet. */
import { invariant } from "../../../kernel/index.ts";
import { makeDataImage } from "./data-image.ts";
import { unpackImage } from "./unpack-image.ts";

const folder = process.argv[2];
invariant(folder !== undefined, "the folder to make is missing");
await unpackImage(await makeDataImage(), folder);
