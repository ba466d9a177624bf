import { statement } from "../../../../database/index.ts";
import type { SandboxPerson } from "../sandbox-types.ts";

export const insertSandboxPerson = statement<SandboxPerson>(
  "insert_sandbox_person",
  ["name", "madeAt", "lastMessageAt"],
  `insert into sandbox_people (name, made_at) values ($1, $2)
   on conflict (name) do nothing
   returning name, made_at as "madeAt", null::timestamptz as "lastMessageAt"`,
);

export const selectSandboxPeople = statement<SandboxPerson>(
  "select_sandbox_people",
  ["name", "madeAt", "lastMessageAt"],
  `select name, made_at as "madeAt",
     (select max(sent_at) from sandbox_messages where author_id = name and not author_bot) as "lastMessageAt"
   from sandbox_people order by made_at, name`,
);

// The text is searched for every known name: at this size a scan is cheaper than a grammar of names.
export const selectMentionedPeople = statement<{ readonly name: string }>(
  "select_mentioned_sandbox_people",
  ["name"],
  `select name from sandbox_people
   where position('@' || lower(name) in lower($1)) > 0
   order by position('@' || lower(name) in lower($1)), length(name) desc`,
);
