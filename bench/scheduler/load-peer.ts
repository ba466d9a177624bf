/** The packages of `bench/package.json`. Each contender's file names the slice of its package that it needs. */
export type PeerPackage = "pg-boss" | "graphile-worker" | "bullmq";

const PACKAGES: readonly PeerPackage[] = ["pg-boss", "graphile-worker", "bullmq"];

/** Loads a package that is there only after `npm ci --prefix bench`: its types are not known to those who did not. */
export async function loadPeer<Slice>(name: PeerPackage): Promise<Slice> {
  return (await import(name)) as Slice;
}

/** The versions of the peers' packages; `null` when they are not installed. */
export async function installedPeers(): Promise<Readonly<Record<PeerPackage, string>> | null> {
  try {
    const versions = await Promise.all(
      PACKAGES.map(async (name) => {
        const url = new URL(`../node_modules/${name}/package.json`, import.meta.url);
        const manifest = (await import(url.href, { with: { type: "json" } })) as { default: { version: string } };
        return [name, manifest.default.version] as const;
      }),
    );
    return Object.fromEntries(versions) as Record<PeerPackage, string>;
  } catch (error) {
    if ((error as { code?: unknown }).code === "ERR_MODULE_NOT_FOUND") {
      return null;
    }
    throw error;
  }
}
