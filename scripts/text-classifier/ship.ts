import { writeFile } from "node:fs/promises";

import type { ShippedWeights } from "../../src/kernel/index.ts";
import type { Regression } from "./train.ts";

const LARGEST = 127;

/** A byte a weight: each column has a scale of its own. */
export function ship({ weights, biases }: Regression): ShippedWeights {
  const columns = biases.length;
  const scales = Array.from(biases, (_, column) => {
    let largest = 0;
    for (let cell = column; cell < weights.length; cell += columns) {
      largest = Math.max(largest, Math.abs(weights[cell] ?? 0));
    }
    return largest / LARGEST;
  });
  const bytes = Int8Array.from(weights, (weight, cell) => Math.round(weight / (scales[cell % columns] ?? 1)));
  return { scales, biases: [...biases], weights: Buffer.from(bytes.buffer).toString("base64") };
}

/** Writes a file of weights as it is kept in the repository. */
export async function writeShipped(file: URL, content: object): Promise<void> {
  const text = `${JSON.stringify(content, null, 2).replace(/\[\n\s+(\S+)\n\s+\]/g, "[$1]")}\n`; // as Prettier writes it
  await writeFile(file, text);
  console.log(`${(text.length / 1e6).toFixed(2)} MB written`);
}
