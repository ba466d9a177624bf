import { describe, expect, test } from "vitest";

import { describeOnEachDatabase } from "../../src/database/testing/index.ts";
import type { Actor } from "../../src/delivery/index.ts";
import type { Place } from "../../src/vocabulary/index.ts";
import { query, values } from "../product-database.ts";
import { channel, dmOf, EXAM_TALK, hall, someone, useStage } from "./stage.ts";

const ASKS_EXAM = /exam/i;

describeOnEachDatabase("news of the platform", (open) => {
  const stage = useStage(open);

  const column = <Value>(text: string, ...parameters: readonly string[]) =>
    values<Value>(stage().database, text, parameters);
  const phrases = ({ id }: Actor) =>
    column<string>("select phrase as value from memories where person_id = $1 and kind = 'open_thread'", id);
  const texts = ({ id }: Actor) => column<string>("select text as value from messages where person_id = $1", id);
  const waiting = ({ id }: Actor) =>
    column<number>(
      `select (select count(*) from scheduled_jobs where status = 'pending' and payload->>'personId' = $1)
         + (select count(*) from outbound_messages where status = 'queued' and person_id = $1)
         + (select count(*) from follow_up_orders where status in ('waiting', 'queued') and person_id = $1) as value`,
      id,
    );
  const permission = async (actor: Actor, place: Place) =>
    /Follow-ups: \*\*([^*]+)\*\*/.exec((await stage().give(actor, place, "followup_settings")).text)?.[1];

  /** Talks about an exam and says yes; the id of the message about it comes back. */
  async function tellAndAgree(actor: Actor, place: Place): Promise<string> {
    await stage().talk(actor, place, EXAM_TALK);
    const told = stage().lastMessageId();
    await stage().press(actor, place, "consent:yes");
    return told;
  }

  /** A message in line to somebody that goes back to what they told. */
  async function queue(actor: Actor, place: Place, source: string): Promise<string> {
    const id = `out-${actor.name}`;
    await stage().database.run(
      query(
        [],
        `insert into outbound_messages (outbound_id, person_id, status, place, text, buttons, kind, context_data, queued_at)
         values ($1, $2, 'queued', $3::jsonb, 'How was it?', '[]', 'open_thread', $4::jsonb, $5)`,
      ),
      [
        id,
        actor.id,
        JSON.stringify(place),
        JSON.stringify({ kind: "open_thread", reasonCode: "reason_found", sourceMessageId: source, quote: "words" }),
        stage().now(),
      ],
    );
    return id;
  }
  const outbound = (id: string) =>
    column<unknown>(
      "select jsonb_build_array(status, end_reason, context_data ? 'quote') as value from outbound_messages where outbound_id = $1",
      id,
    );

  describe("a message that was changed", () => {
    test("is kept in its new words, and what was known from the old ones goes", async () => {
      const ada = someone("ada");
      const told = await tellAndAgree(ada, dmOf(ada));
      expect(await phrases(ada)).toEqual([expect.stringMatching(ASKS_EXAM)]);

      const text = "My piano recital is tomorrow and I'm nervous";
      await stage().inbox.tell({ type: "edited", messageId: told, text, at: stage().now() });

      expect(await texts(ada)).toContain(text);
      expect(await phrases(ada)).toEqual([expect.stringContaining("recital")]);
    });

    test("that tells nothing any more leaves nothing known, and what waits with it does not leave", async () => {
      const bea = someone("bea");
      const told = await tellAndAgree(bea, dmOf(bea));
      const id = await queue(bea, dmOf(bea), told);

      await stage().inbox.tell({ type: "edited", messageId: told, text: "never mind", at: stage().now() });

      expect(await phrases(bea)).toEqual([]);
      expect(await outbound(id)).toEqual([["withdrawn", "source_gone", false]]);
    });

    test("is not asked about again where it was asked about already", async () => {
      const cleo = someone("cleo");
      const told = await tellAndAgree(cleo, dmOf(cleo));
      await stage().database.run(query([], "update memories set asked_at = now() where source_message_id = $1"), [
        told,
      ]);

      const text = "My biology exam is tomorrow and I'm so nervous!";
      await stage().inbox.tell({ type: "edited", messageId: told, text, at: stage().now() });

      const asked =
        "select asked_at is not null as value from memories where source_message_id = $1 and kind = 'open_thread'";
      expect(await column(asked, told)).toEqual([true]);
    });

    test("does not stand above what was said later", async () => {
      const cora = someone("cora");
      const told = await tellAndAgree(cora, dmOf(cora));
      await stage().say(cora, dmOf(cora), "I'm so happy and excited today, everything is wonderful!");
      const mood = "select phrase as value from memories where person_id = $1 and kind = 'mood'";
      const later = await column<string>(mood, cora.id);
      expect(later).toHaveLength(1);

      const text = "My biology exam is tomorrow and I'm so stressed and anxious about it";
      await stage().inbox.tell({ type: "edited", messageId: told, text, at: stage().now() });

      expect(await column(mood, cora.id)).toEqual(later);
      expect(await phrases(cora)).toHaveLength(1);
    });

    test("and shows signs of danger ends all follow-ups", async () => {
      const dora = someone("dora");
      const told = await tellAndAgree(dora, dmOf(dora));
      await stage().inbox.tell({ type: "edited", messageId: told, text: "I want to kill myself", at: stage().now() });
      expect(await waiting(dora)).toEqual([0]);
      expect((await stage().give(dora, dmOf(dora), "followup_settings")).text).toContain("they are paused");
    });

    test("and was never kept is nobody's business", async () => {
      await stage().inbox.tell({
        type: "edited",
        messageId: "unknown",
        text: "My exam is tomorrow",
        at: stage().now(),
      });
      expect(await column("select 1 as value from messages where message_id = 'unknown'")).toEqual([]);
    });

    test("may hold a NUL, and text of any kind", async () => {
      const elsa = someone("elsa");
      const told = await tellAndAgree(elsa, dmOf(elsa));
      await stage().inbox.tell({ type: "edited", messageId: told, text: "a\u0000b\ud800", at: stage().now() });
      expect(await texts(elsa)).toContainEqual(expect.stringMatching(/^ab/));
    });
  });

  describe("a message that was deleted", () => {
    test("goes with what was known from it and with every quotation", async () => {
      const fay = someone("fay");
      const told = await tellAndAgree(fay, dmOf(fay));
      const id = await queue(fay, dmOf(fay), told);
      await stage().database.run(
        query([], `insert into follow_up_history (user_id, message_sent, context_data) values ($1, 'x', $2::jsonb)`),
        [fay.id, JSON.stringify({ sourceMessageId: told, quote: "My biology exam" })],
      );

      await stage().inbox.tell({ type: "deleted", messageIds: [told, "unknown"] });

      expect(await texts(fay)).not.toContainEqual(expect.stringMatching(ASKS_EXAM));
      expect(await phrases(fay)).toEqual([]);
      expect(await outbound(id)).toEqual([["withdrawn", "source_gone", false]]);
      const history = "select context_data::text as value from follow_up_history where user_id = $1";
      expect(await column(history, fay.id)).toEqual(["{}"]);
    });

    test("leaves what others said, also where many go at once", async () => {
      const [gus, hal] = [someone("gus"), someone("hal")];
      const ofGus = await tellAndAgree(gus, hall("many"));
      const ofHal = await tellAndAgree(hal, hall("many"));
      await stage().inbox.tell({
        type: "deleted",
        messageIds: [ofGus, ...Array.from({ length: 99 }, (_, n) => `no-${n}`)],
      });
      expect(await phrases(gus)).toEqual([]);
      expect(await phrases(hal)).toHaveLength(1);
      expect(await texts(hal)).toHaveLength(3);
      expect(ofHal).not.toBe(ofGus);
    });
  });

  describe("a person who left a server", () => {
    test("gets nothing there any more, and is asked again elsewhere", async () => {
      const ivy = someone("ivy");
      const told = await tellAndAgree(ivy, hall("left"));
      const id = await queue(ivy, hall("left"), told);
      const chief = someone("chief", { serverAdministrator: true });
      const mention = [{ id: ivy.id, name: ivy.name }];
      await stage().give(chief, hall("left"), "schedule_followup @ivy 24", mention);

      await stage().inbox.tell({ type: "person-left", person: ivy.id, serverId: "left" });

      expect(await waiting(ivy)).toEqual([0]);
      expect(await outbound(id)).toEqual([["withdrawn", "left_server", true]]);
      const reasons = "select end_reason as value from follow_up_orders where person_id = $1";
      expect([...new Set(await column(reasons, ivy.id))].every((reason) => reason === "left_server")).toBe(true);
      expect(await permission(ivy, dmOf(ivy))).toBe("off: you have not been asked yet");
      expect(await phrases(ivy)).toEqual([]);
      expect(await column("select name as value from people where person_id = $1", ivy.id)).toEqual([null]);
      expect((await texts(ivy)).toSorted()).toEqual([...EXAM_TALK].toSorted());
      await stage().wind(1);
      await stage().talk(ivy, dmOf(ivy), EXAM_TALK.slice(0, 2));
      const [question] = await stage().say(ivy, dmOf(ivy), EXAM_TALK[2]);
      expect(question?.buttons?.map(({ id: button }) => button)).toContain("consent:yes");
    });

    test("keeps what was agreed for other places", async () => {
      const jan = someone("jan");
      await tellAndAgree(jan, dmOf(jan));
      await stage().inbox.tell({ type: "person-left", person: jan.id, serverId: "left" });
      expect(await permission(jan, dmOf(jan))).toBe("on");
      expect(await waiting(jan)).toEqual([1]);
    });

    test("and a no stays a no", async () => {
      const kim = someone("kim");
      await stage().give(kim, hall("left"), "followup_settings off");
      await stage().inbox.tell({ type: "person-left", person: kim.id, serverId: "left" });
      expect(await permission(kim, dmOf(kim))).toBe("off");
    });

    test("and is not known leaves no trace", async () => {
      await stage().inbox.tell({ type: "person-left", person: someone("lou").id, serverId: "left" });
      expect(await column("select 1 as value from people where person_id = 'id-lou'")).toEqual([]);
    });
  });

  describe.each([
    ["a server that the bot lost", { type: "server-left", serverId: "lost" }, "lost"],
    ["a channel that is gone", { type: "channel-gone", channelId: "hall-gone" }, "gone"],
  ] as const)("%s", (_name, news, server) => {
    test("takes what was said there with it, and nothing of other places", async () => {
      const mia = someone(`mia-${server}`);
      const ned = someone(`ned-${server}`);
      const told = await tellAndAgree(mia, hall(server));
      const id = await queue(mia, hall(server), told);
      await stage().say(mia, dmOf(mia), "only between us");
      await tellAndAgree(ned, dmOf(ned));
      await stage().say(ned, hall(server), "hello hall");
      await stage().say(ned, channel("other", "elsewhere"), "hello elsewhere");

      await stage().inbox.tell(news);
      await stage().scheduler.settle();

      expect(await texts(mia)).toEqual(["only between us"]);
      expect(await phrases(mia)).toEqual([]);
      expect(await outbound(id)).toEqual([["withdrawn", "place_gone", false]]);
      expect(await waiting(mia)).toEqual([0]);
      expect(await permission(mia, dmOf(mia))).toBe("off: you have not been asked yet");
      expect((await texts(ned)).toSorted()).toEqual([...EXAM_TALK, "hello elsewhere"].toSorted());
      expect(await permission(ned, dmOf(ned))).toBe("on");
      expect(await phrases(ned)).toHaveLength(1);
    });
  });

  test("told twice changes nothing more", async () => {
    const ora = someone("ora");
    const told = await tellAndAgree(ora, hall("twice"));
    for (const news of [
      { type: "deleted", messageIds: [told] },
      { type: "person-left", person: ora.id, serverId: "twice" },
      { type: "server-left", serverId: "twice" },
    ] as const) {
      await stage().inbox.tell(news);
      await stage().inbox.tell(news);
      await stage().scheduler.settle();
    }
    expect(await texts(ora)).toEqual([]);
    expect(
      await column(
        "select count(*) as value from consent_ends e join consents using (consent_id) where person_id = $1",
        ora.id,
      ),
    ).toEqual([1]);
  });

  test("about a message that is just coming in waits until that is stored", async () => {
    const pam = someone("pam");
    const place = dmOf(pam);
    await stage().give(pam, place, "followup_settings on");
    const said = stage().say(pam, place, "My biology exam is tomorrow");
    const deleted = stage().inbox.tell({ type: "deleted", messageIds: [stage().lastMessageId()] });
    await Promise.all([said, deleted]);
    expect(await texts(pam)).toEqual([]);
    expect(await phrases(pam)).toEqual([]);
  });
});
