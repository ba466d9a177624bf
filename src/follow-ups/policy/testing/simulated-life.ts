import {
  addMs,
  DAY_MS,
  HOUR_MS,
  latest,
  MINUTE_MS,
  type Random,
  seededRandom,
  WEEK_MS,
} from "../../../kernel/index.ts";
import { citesTheirs } from "../../../vocabulary/index.ts";
import type { FollowUpReason, FollowUpSnapshot } from "../../follow-ups-types.ts";
import { assess, decide, decideAgain, type PolicySettings } from "../assess.ts";
import { DM, reason } from "./snapshots.ts";

/** How somebody is, and what is set. All of it by chance, from one number. */
export interface Character {
  readonly settings: PolicySettings;
  readonly frequencyMs: number;
  /** A known zone; `null`: only the times at which they wrote are known. */
  readonly zone: FollowUpSnapshot["hours"] | null;
  /** How many times they do something of their own accord, in the first part of the year; later they are silent. */
  readonly deeds: readonly Deed[];
  /** How likely they are to answer in words, and to press a thumb. */
  readonly answers: number;
  readonly thumbs: number;
  /** Times at which nothing runs. */
  readonly outages: readonly { readonly from: Date; readonly to: Date }[];
}

export interface Deed {
  readonly at: Date;
  readonly type: "write" | "yes" | "only topics" | "no" | "later" | "danger" | "order";
}

/** A message that went out, with all that was true at that moment. */
export interface SimulatedSend {
  readonly at: Date;
  readonly reason: FollowUpReason;
  readonly orderDueAt: Date | null;
  readonly state: FollowUpSnapshot;
}

export interface SimulatedYear {
  readonly sends: readonly SimulatedSend[];
  /** How things stood when the year was over, and whether something was still planned. */
  readonly end: FollowUpSnapshot;
  readonly planned: boolean;
}

export const YEAR_START = new Date("2026-01-01T00:00:00Z");
/** From then on they do nothing of their own accord. */
export const SILENCE = addMs(YEAR_START, 220 * DAY_MS);
export const YEAR_END = addMs(YEAR_START, 365 * DAY_MS);

/** More steps than any life needs: decisions that go in circles are found, not waited for. */
const MOST_STEPS = 20_000;

/** Lives the year of one person: what they do, what is planned, decided, queued and sent, with nothing but the pure rules. */
export function liveThrough(character: Character, seed: number): SimulatedYear {
  return new Life(character, seededRandom(seed)).live();
}

interface Queued {
  readonly queuedAt: Date;
  readonly deliverAt: Date;
  readonly reason: FollowUpReason;
  readonly order: FollowUpSnapshot["order"];
}

class Life {
  private now = YEAR_START;
  private permission: FollowUpSnapshot["permission"] = { state: "not_asked" };
  private snoozedUntil: Date | null = null;
  private frozen = false;
  private wrote: Date[] = [];
  private reasons: FollowUpReason[] = [];
  private everAnswered = false;
  private order: FollowUpSnapshot["order"] = null;
  private readonly sends: (SimulatedSend & { reacted: boolean })[] = []; // newest first
  private readonly deeds: Deed[];
  private dueAt: Date | null = null;
  private queued: Queued | null = null;
  private readonly character: Character;
  private readonly random: Random;

  constructor(character: Character, random: Random) {
    this.character = character;
    this.random = random;
    this.deeds = [...character.deeds];
  }

  live(): SimulatedYear {
    let sweepAt = YEAR_START;
    for (let step = 0; this.now < YEAR_END; step += 1) {
      if (step > MOST_STEPS) {
        throw new Error(`in circles since ${this.now.toISOString()}`);
      }
      this.deeds.sort((one, other) => one.at.getTime() - other.at.getTime());
      const deedAt = this.deeds[0]?.at ?? YEAR_END;
      const dueAt = this.dueAt === null ? YEAR_END : this.afterOutage(this.dueAt);
      const deliverAt = this.queued === null ? YEAR_END : this.afterOutage(this.queued.deliverAt);
      const next = Math.min(...[YEAR_END, deedAt, dueAt, deliverAt, sweepAt].map((moment) => moment.getTime()));
      this.now = new Date(Math.max(next, this.now.getTime()));
      if (this.now >= YEAR_END) {
        break;
      } else if (next === deedAt.getTime()) {
        this.act(this.deeds.shift());
      } else if (next === deliverAt.getTime()) {
        this.deliver();
      } else if (next === dueAt.getTime()) {
        this.due();
      } else {
        sweepAt = addMs(sweepAt, DAY_MS);
        this.replan();
      }
    }
    return {
      sends: this.sends.toReversed(),
      end: this.snapshot(),
      planned: this.dueAt !== null || this.queued !== null,
    };
  }

  private afterOutage(moment: Date): Date {
    const outage = this.character.outages.find(({ from, to }) => moment >= from && moment < to);
    return outage === undefined ? moment : outage.to;
  }

  private snapshot({ withQueued = true } = {}): FollowUpSnapshot {
    const onItsWay =
      withQueued && this.queued !== null
        ? [{ at: this.queued.queuedAt, kind: this.queued.reason.kind, reacted: false }]
        : [];
    return {
      now: this.now,
      enabled: true,
      paused: false,
      permission: this.permission,
      frozen: this.frozen,
      checkIn: null,
      snoozedUntil: this.snoozedUntil,
      lastMessageAt: this.wrote.at(-1) ?? null,
      sends: [...onItsWay, ...this.sends.map(({ at, reason: { kind }, reacted }) => ({ at, kind, reacted }))].slice(
        0,
        50,
      ),
      lastFollowUpSent: this.sends[0]?.at ?? null,
      queued: onItsWay.length > 0,
      everAnswered: this.everAnswered,
      frequencyMs: this.character.frequencyMs,
      hours: this.character.zone ?? { type: "activity", times: this.timesOfDay() },
      relationship: "friend",
      reasons: this.reasons.filter(({ staleAt }) => staleAt === null || staleAt > this.now),
      tender: false,
      order: this.order,
    };
  }

  private timesOfDay(): readonly Date[] {
    const since = "since" in this.permission ? [this.permission.since] : [];
    return this.wrote.length === 0 ? since : this.wrote.slice(-10);
  }

  private replan(): void {
    const assessment = assess(this.snapshot(), this.character.settings);
    if (assessment.type !== "ready") {
      this.dueAt = null;
    } else if (this.dueAt === null || assessment.at < this.dueAt) {
      this.dueAt = assessment.at;
    }
  }

  private due(): void {
    const decision = decide(this.snapshot(), this.character.settings, {
      dueAt: this.dueAt ?? this.now,
      spread: this.random.next(),
    });
    this.dueAt = null;
    if (decision.type === "wait") {
      if (decision.until <= this.now) {
        throw new Error(`it waits until now (${decision.reasonCode})`);
      }
      this.dueAt = decision.until;
    } else if (decision.type === "send") {
      const deliverAt = addMs(
        this.now,
        this.chance(0.05) ? this.random.next() * 10 * HOUR_MS : this.random.next() * MINUTE_MS,
      );
      this.queued = {
        queuedAt: this.now,
        deliverAt,
        reason: decision.reason,
        order: decision.orderId === null ? null : this.order,
      };
      this.order = decision.orderId === null ? this.order : null;
    } else {
      this.order = null;
      this.replan();
    }
  }

  private deliver(): void {
    const { queued } = this;
    if (queued === null) {
      return;
    }
    const state = this.snapshot({ withQueued: false });
    const decision = decideAgain(state, this.character.settings, {
      queuedAt: queued.queuedAt,
      ordered: queued.order !== null,
    });
    const unwished = this.permission.state !== "granted" && !citesTheirs(queued.reason.kind); // the permit says so
    if (decision?.type === "wait") {
      this.queued = { ...queued, deliverAt: decision.until };
      return;
    }
    this.queued = null;
    if (decision === null && !unwished) {
      this.sends.unshift({
        at: this.now,
        reason: queued.reason,
        orderDueAt: queued.order?.dueAt ?? null,
        state,
        reacted: false,
      });
      this.reasons = this.reasons.filter(({ memoryId }) => memoryId !== queued.reason.memoryId);
      this.react(queued.reason);
    }
    this.replan();
  }

  /** Perhaps they answer in the days to come, or press a thumb at once. A goodbye gets no thumb here. */
  private react({ kind }: FollowUpReason): void {
    const [newest] = this.sends;
    if (this.now < SILENCE && this.chance(this.character.answers)) {
      this.deeds.push({ at: addMs(this.now, this.random.next() ** 3 * 9 * DAY_MS), type: "write" });
    } else if (this.now < SILENCE && kind !== "goodbye" && newest !== undefined && this.chance(this.character.thumbs)) {
      newest.reacted = true;
    }
  }

  private act(deed: Deed | undefined): void {
    switch (deed?.type) {
      case "write":
        this.write();
        break;
      case "yes":
      case "only topics":
        this.permission = { state: deed.type === "yes" ? "granted" : "topics_only", place: DM, since: this.now };
        this.snoozedUntil = null;
        break;
      case "no":
        this.permission = { state: "refused" };
        this.queued = null;
        this.order = null;
        this.reasons = [];
        break;
      case "later":
        this.snoozedUntil = addMs(this.now, (1 + this.random.next() * 9) * DAY_MS);
        break;
      case "danger":
        this.frozen = true;
        break;
      case "order":
        this.order ??= {
          orderId: `order at ${this.now.toISOString()}`,
          dueAt: addMs(this.now, this.random.next() * 72 * HOUR_MS),
        };
        break;
      case undefined:
        return;
    }
    this.replan();
  }

  private write(): void {
    const newest = this.sends[0];
    this.everAnswered ||= newest !== undefined && this.now.getTime() - newest.at.getTime() < WEEK_MS;
    this.wrote = [...this.wrote.slice(-30), latest(this.now)];
    if (this.chance(0.4)) {
      this.reasons.push(this.somethingTold());
    }
  }

  private somethingTold(): FollowUpReason {
    const kinds = ["open_thread", "after_low_mood", "after_high_mood", "interest"] as const;
    const kind = kinds[Math.floor(this.random.next() * kinds.length)] ?? "interest";
    const ahead = kind === "open_thread" && this.chance(0.6) ? addMs(this.now, this.random.next() * 15 * DAY_MS) : null;
    return reason(kind, {
      memoryId: `${kind} of ${this.now.toISOString()}`,
      notBefore: ahead,
      staleAt: addMs(ahead ?? this.now, (2 + this.random.next() * 20) * DAY_MS),
    });
  }

  private chance(likelihood: number): boolean {
    return this.random.next() < likelihood;
  }
}

const ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Kiritimati"];

/** A person, by chance. */
export function randomCharacter(seed: number): Character {
  const random = seededRandom(seed);
  const between = (from: number, to: number): number => from + random.next() * (to - from);
  const whole = (from: number, to: number): number => Math.floor(between(from, to + 1));
  const sometime = (): Date => addMs(YEAR_START, between(0, SILENCE.getTime() - YEAR_START.getTime()));
  const many = (count: number, type: Deed["type"]): readonly Deed[] =>
    Array.from({ length: count }, () => ({ at: sometime(), type }));
  const timeZone = ZONES[whole(0, ZONES.length - 1)] ?? "UTC";
  const quiet = random.next() < 0.9 ? { fromMinute: whole(0, 95) * 15, toMinute: whole(0, 95) * 15 } : null;
  return {
    settings: { defaultDelayMs: between(0.01, 96) * HOUR_MS, maxPerWeek: random.next() < 0.05 ? 0 : whole(1, 4) },
    frequencyMs: whole(1, 96) * HOUR_MS,
    zone: random.next() < 0.6 ? { type: "zone", timeZone, quiet } : null,
    deeds: [
      ...many(whole(0, 40), "write"),
      { at: addMs(YEAR_START, between(0, 40) * DAY_MS), type: random.next() < 0.7 ? "yes" : "only topics" },
      ...many(whole(0, 1), "yes"),
      ...many(whole(0, 1), "only topics"),
      ...many(random.next() < 0.3 ? 1 : 0, "no"),
      ...many(whole(0, 2), "later"),
      ...many(random.next() < 0.05 ? 1 : 0, "danger"),
      ...many(whole(0, 4), "order"),
    ],
    answers: random.next(),
    thumbs: random.next() < 0.3 ? random.next() : 0,
    outages: Array.from({ length: whole(0, 3) }, sometime).map((from) => ({
      from,
      to: addMs(from, between(0.1, 60) * HOUR_MS),
    })),
  };
}
