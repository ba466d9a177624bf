import type { Figures } from "./figures.ts";

/** What ours is held against in a row: its own median, and those of the peers that were measured. */
export interface Compared {
  readonly ours: Figures;
  readonly peers: readonly { readonly figures: Figures; readonly onPostgresql: boolean }[];
}

/** How ours stands. `reached: null`: there was nobody to be held against. */
export interface Verdict {
  readonly measured: string;
  readonly reached: boolean | null;
}

/** What ours is to reach in a row. */
export interface Aim {
  readonly words: string;
  judge(compared: Compared): Verdict;
}

type Among = "postgresql" | "all";

const NOBODY: Verdict = { measured: "–", reached: null };

const WHOM = { postgresql: "the best PostgreSQL peer", all: "the best peer" } as const;

/** At least so many times the jobs per second of the best of them. */
export function timesTheBest(times: number, among: Among): Aim {
  return {
    words: `≥ ${times} × ${WHOM[among]}`,
    judge: ({ ours, peers }) => {
      const best = Math.max(...valuesOf(peers, "jobsPerSecond", among));
      return best > 0 ? asRatio(valueOf(ours, "jobsPerSecond") / best, (ratio) => ratio >= times) : NOBODY;
    },
  };
}

/** At most so much; or, where it says among whom, at most so many times the best of them. */
export function isBelow(name: string, limit: number, among?: Among): Aim {
  if (among === undefined) {
    return {
      words: `${nameInWords(name)}< ${limit}`,
      judge: ({ ours }) => ({ measured: "–", reached: valueOf(ours, name) < limit }),
    };
  }
  return {
    words: `${nameInWords(name)}≤ ${limit} × ${WHOM[among]}`,
    judge: ({ ours, peers }) => {
      const best = Math.min(...valuesOf(peers, name, among));
      return Number.isFinite(best) ? asRatio(valueOf(ours, name) / best, (ratio) => ratio <= limit) : NOBODY;
    },
  };
}

/** Less than every peer in all of these. */
export function isAhead(names: readonly string[]): Aim {
  return {
    words: "ahead of every peer",
    judge: ({ ours, peers }) => {
      const ratios = names.map((name) => valueOf(ours, name) / Math.min(...valuesOf(peers, name, "all")));
      return peers.length === 0
        ? NOBODY
        : {
            measured: ratios.map(ratioInWords).join(" / "),
            reached: ratios.every((ratio) => ratio < 1),
          };
    },
  };
}

function asRatio(ratio: number, reaches: (ratio: number) => boolean): Verdict {
  return { measured: ratioInWords(ratio), reached: reaches(ratio) };
}

function ratioInWords(ratio: number): string {
  return Number.isFinite(ratio) ? `${ratio.toFixed(2)} ×` : "–";
}

function valuesOf(peers: Compared["peers"], name: string, among: Among): readonly number[] {
  return peers.filter((peer) => among === "all" || peer.onPostgresql).map(({ figures }) => valueOf(figures, name));
}

function valueOf(figures: Figures, name: string): number {
  return figures[name] ?? Number.NaN;
}

function nameInWords(name: string): string {
  return { p50Ms: "p50 ", p99Ms: "p99 " }[name] ?? "";
}
