import { expect, test } from "vitest";

import { describeOnEachDatabase } from "../../src/database/testing/index.ts";
import { seededRandom } from "../../src/kernel/index.ts";
import { values } from "../product-database.ts";
import { channel, dmOf, EXAM_TALK, hall, someone, useStage } from "./stage.ts";

const ROOT = someone("root", { operator: true });
const PEOPLE = Array.from({ length: 12 }, (_, index) => someone(`crowd ${index}`));
const ACTS = 200;

describeOnEachDatabase("a crowd that talks, edits, deletes, presses and leaves all at once", (open) => {
  const stage = useStage(open);

  test("is followed without an error, and nothing is left of what is gone", async () => {
    const random = seededRandom(20301);
    const chance = (): number => random.next();
    const one = <Item>(items: readonly Item[]): Item => items[Math.floor(chance() * items.length)] as Item;
    const deleted = new Set<string>();
    const act = async (): Promise<void> => {
      const person = one(PEOPLE);
      const place = one([hall("kept"), hall("lost"), channel("kept", "gone"), dmOf(person)]);
      const messageIds = [`message-${Math.ceil(chance() * ACTS)}`, stage().lastMessageId()];
      switch (one(["say", "say", "say", "yes", "edit", "delete", "leave", "dm", "stop", "pause", "resume"] as const)) {
        case "say":
          await stage().say(person, place, one(EXAM_TALK), { addressed: chance() < 0.7 });
          break;
        case "yes":
          await stage().press(person, place, "consent:yes");
          break;
        case "edit":
          await stage().inbox.tell({
            type: "edited",
            messageId: one(messageIds),
            text: "My piano recital is tomorrow",
            at: stage().now(),
          });
          break;
        case "delete":
          messageIds.forEach((id) => deleted.add(id));
          await stage().inbox.tell({ type: "deleted", messageIds });
          break;
        case "leave":
          await stage().inbox.tell({ type: "person-left", person: person.id, serverId: "kept" });
          break;
        case "dm":
          await stage().give(person, place, "followup_settings dm");
          break;
        case "stop":
          await stage().press(person, place, "stop");
          break;
        case "pause":
        case "resume":
          await stage().give(ROOT, place, `followups ${one(["pause", "resume"] as const)}`);
          break;
      }
    };

    await Promise.all(Array.from({ length: ACTS }, act));
    await Promise.all([
      stage().inbox.tell({ type: "server-left", serverId: "lost" }),
      stage().inbox.tell({ type: "channel-gone", channelId: "gone" }),
      stage().inbox.tell({ type: "server-left", serverId: "lost" }),
    ]);
    await stage().inbox.tell({ type: "deleted", messageIds: [...deleted] });

    await stage().scheduler.settle();
    const count = (text: string) => values<number>(stage().database, `select count(*) as value from ${text}`);
    const lost = "place->>'serverId' = 'lost' or place->>'channelId' = 'gone'";
    expect(await count(`messages where ${lost}`)).toEqual([0]);
    expect(await count(`memories where ${lost}`)).toEqual([0]);
    expect(await count(`outbound_messages where status = 'queued' and (${lost})`)).toEqual([0]);
    expect(
      await count("memories m where not exists (select from messages where message_id = m.source_message_id)"),
    ).toEqual([0]);
    const left = await values<string>(stage().database, "select message_id as value from messages");
    expect(left.filter((id) => deleted.has(id))).toEqual([]);
    expect(left.length).toBeGreaterThan(5);
    // Whoever has no yes that holds has nothing that waits.
    expect(
      await count(`scheduled_jobs j where j.status = 'pending' and j.job_type = 'follow_up_message' and not exists (
        select from (select distinct on (person_id) * from consents order by person_id, sequence desc) c
        where c.person_id = j.payload->>'personId' and c.decision <> 'refused'
          and not exists (select from consent_ends e where e.consent_id = c.consent_id))`),
    ).toEqual([0]);
  });

  test("loses nobody's words by a message that cannot be stored", async () => {
    const words = PEOPLE.map((person, index) =>
      stage().say(person, dmOf(person), "something to keep", index === 5 ? { messageId: "m".repeat(300) } : {}),
    );
    const results = await Promise.allSettled(words);
    expect(results.map(({ status }) => status).filter((status) => status === "rejected")).toHaveLength(1);
    const kept = "select count(*) as value from messages where text = 'something to keep'";
    expect(await values(stage().database, kept)).toEqual([PEOPLE.length - 1]);
  });
});
