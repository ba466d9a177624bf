import type { Pool } from "pg";

/** What this bot has always had: its own tables, in its own shape. Nothing here knows of Rekindle. */
export const TABLES = `
  create table if not exists user_profiles (
    user_id bigint primary key,
    nickname text not null,
    zone text,
    keep_private boolean not null default false
  );
  create table if not exists messages (
    id text primary key,
    user_id bigint not null references user_profiles,
    channel text not null,
    from_bot boolean not null,
    body text not null,
    at timestamptz not null default now()
  );
  create table if not exists moods (
    user_id bigint primary key references user_profiles,
    mood text not null,
    at timestamptz not null
  );`;

export interface Line {
  readonly id: string;
  readonly author: "person" | "bot";
  readonly text: string;
  readonly sentAt: Date;
}

export interface Memory {
  meet(userId: string, nickname: string): Promise<void>;
  keep(line: Omit<Line, "sentAt">, userId: string, channel: string): Promise<void>;
  recent(userId: string, channel: string, limit: number): Promise<readonly Line[]>;
  profile(userId: string): Promise<{ readonly name: string; readonly timeZone: string | null } | null>;
  isPrivate(userId: string): Promise<boolean>;
  mood(userId: string): Promise<{ readonly mood: "sad" | "happy"; readonly at: Date } | null>;
  noteMood(userId: string, mood: "sad" | "happy"): Promise<void>;
  closeness(userId: string): Promise<"acquaintance" | "friend">;
}

export function openMemory(pool: Pool): Memory {
  const rows = async <Row>(text: string, values: readonly unknown[]): Promise<readonly Row[]> =>
    (await pool.query(text, [...values])).rows as Row[];

  return {
    meet: async (userId, nickname) => {
      await rows("insert into user_profiles (user_id, nickname) values ($1, $2) on conflict do nothing", [
        userId,
        nickname,
      ]);
    },
    keep: async ({ id, author, text }, userId, channel) => {
      const values = [id, userId, channel, author === "bot", text];
      await rows(
        "insert into messages (id, user_id, channel, from_bot, body) values ($1, $2, $3, $4, $5) on conflict do nothing",
        values,
      );
    },
    recent: (userId, channel, limit) =>
      rows(
        `select id, case when from_bot then 'bot' else 'person' end as author, body as text, at as "sentAt"
         from messages where user_id = $1 and channel = $2 order by at desc limit $3`,
        [userId, channel, limit],
      ),
    profile: async (userId) => {
      const text = `select nickname as name, zone as "timeZone" from user_profiles where user_id = $1`;
      return (await rows<{ name: string; timeZone: string | null }>(text, [userId]))[0] ?? null;
    },
    isPrivate: async (userId) => {
      const text = "select keep_private from user_profiles where user_id = $1";
      return (await rows<{ keep_private: boolean }>(text, [userId]))[0]?.keep_private ?? true;
    },
    mood: async (userId) =>
      (await rows<{ mood: "sad" | "happy"; at: Date }>("select mood, at from moods where user_id = $1", [userId]))[0] ??
      null,
    noteMood: async (userId, mood) => {
      await rows(
        `insert into moods values ($1, $2, now()) on conflict (user_id) do update set mood = excluded.mood, at = excluded.at`,
        [userId, mood],
      );
    },
    closeness: async (userId) => {
      const [row] = await rows<{ count: number }>("select count(*)::int as count from messages where user_id = $1", [
        userId,
      ]);
      return (row?.count ?? 0) > 100 ? "friend" : "acquaintance";
    },
  };
}
