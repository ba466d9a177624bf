/** `package.json` as it is published: doors that lead to compiled code, and nothing that only the repository needs. */

/** What we read of our own `package.json`. */
export interface Manifest {
  readonly exports: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

const ONLY_IN_THE_REPOSITORY = ["devDependencies", "scripts", "allowScripts"];

/** The doors in the repository lead to `src/….ts`; in the package to `lib/….js`, with types beside it. */
export function publishedManifest({ exports, ...rest }: Manifest): Readonly<Record<string, unknown>> {
  const doors = Object.entries(exports).map(([door, source]) => {
    const compiled = source.replace(/^\.\/src\//, "./lib/").replace(/\.ts$/, "");
    return [door, { types: `${compiled}.d.ts`, default: `${compiled}.js` }] as const;
  });
  return {
    ...Object.fromEntries(Object.entries(rest).filter(([field]) => !ONLY_IN_THE_REPOSITORY.includes(field))),
    exports: { ...Object.fromEntries(doors), "./package.json": "./package.json" },
  };
}
