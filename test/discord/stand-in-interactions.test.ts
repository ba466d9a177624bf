import {
  ApplicationCommandOptionType,
  type AutocompleteInteraction,
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  ComponentType,
  Events,
  type Interaction,
  type Message,
  MessageFlags,
  type ModalSubmitInteraction,
  PermissionFlagsBits,
  type StringSelectMenuInteraction,
} from "discord.js";
import { expect, test } from "vitest";

import { connectDiscordClient } from "./discord-client.ts";
import { StandInMisuseError } from "./stand-in/index.ts";
import { openScene, type Scene } from "./stand-in-fixture.ts";

const COMMANDS = [
  {
    name: "job",
    description: "Shows a job",
    options: [
      {
        name: "id",
        description: "Which",
        type: ApplicationCommandOptionType.String as const,
        required: true,
        autocomplete: true as const,
      },
      { name: "who", description: "Whose", type: ApplicationCommandOptionType.User as const },
    ],
  },
  {
    name: "followups",
    description: "Follow-ups",
    defaultMemberPermissions: PermissionFlagsBits.ManageGuild,
    options: [{ name: "pause", description: "Pauses", type: ApplicationCommandOptionType.Subcommand as const }],
  },
];

type Handled =
  | ChatInputCommandInteraction
  | AutocompleteInteraction
  | ButtonInteraction
  | StringSelectMenuInteraction
  | ModalSubmitInteraction;

/** A bot with the commands above that does this with every interaction. */
async function openSceneWithBot(handle: (interaction: Handled) => Promise<unknown>): Promise<Scene> {
  const scene = await openScene();
  const client = await connectDiscordClient(scene.standIn);
  client.on(Events.InteractionCreate, (interaction: Interaction) => {
    void handle(interaction as Handled);
  });
  await client.application.commands.set(COMMANDS);
  return scene;
}

const row = (...components: readonly object[]): object => ({ type: ComponentType.ActionRow, components });
const button = (label: string, customId: string): object => ({
  type: ComponentType.Button,
  style: 1,
  label,
  custom_id: customId,
});
const rows = (...components: readonly object[]): never => [row(...components)] as never;

test("a command is deferred, answered for one person's eyes, and followed up", async () => {
  const { standIn, general, ada, ben } = await openSceneWithBot(async (interaction) => {
    if (interaction.isChatInputCommand()) {
      await interaction.deferReply({ flags: MessageFlags.Ephemeral });
      const who = interaction.options.getMember("who");
      await interaction.editReply(
        `${interaction.options.getString("id", true)} ${who === null ? "nobody" : "somebody"}`,
      );
      await interaction.followUp({ content: "more", flags: MessageFlags.Ephemeral });
    }
  });
  const interaction = await standIn.command(ada.id, general, "job", { id: "7", who: ben.id });
  await interaction.waitForAnswer();
  expect([interaction.content, interaction.ephemeral]).toEqual(["7 somebody", true]);
  await standIn.waitFor(() => interaction.followUps.length === 1, "the follow-up");
  expect(standIn.messages(general)).toEqual([]);
  expect(standIn.posted).toHaveLength(2);
});

test("a command in a direct chat is answered there", async () => {
  const { standIn, ada } = await openSceneWithBot(async (interaction) => {
    if (interaction.isChatInputCommand()) {
      await interaction.reply(`for ${interaction.user.username} alone`);
    }
  });
  const interaction = await standIn.command(ada.id, "dm", "job", { id: "1" });
  await interaction.waitForAnswer();
  expect(standIn.messages({ dmWith: ada.id }).map(({ content }) => content)).toEqual(["for ada alone"]);
});

test("a field is completed while it is typed", async () => {
  const { standIn, general, ada } = await openSceneWithBot(async (interaction) => {
    if (interaction.isAutocomplete()) {
      const { value } = interaction.options.getFocused(true);
      await interaction.respond([{ name: `job ${value}1`, value: `${value}1` }]);
    }
  });
  expect(await standIn.complete(ada.id, general, "job", "id", "4")).toEqual([{ name: "job 41", value: "41" }]);
});

test("a subcommand is offered to those who may give it, in servers", async () => {
  const { standIn, server, general, ada, ben } = await openSceneWithBot(async (interaction) => {
    if (interaction.isChatInputCommand()) {
      const manages = interaction.memberPermissions?.has(PermissionFlagsBits.ManageGuild) ?? false;
      await interaction.reply(`${interaction.options.getSubcommand()} ${String(manages)}`);
    }
  });
  const interaction = await standIn.command(ben.id, general, "followups pause");
  expect((await interaction.waitForAnswer()).content).toBe("pause true");
  await expect(standIn.command(ada.id, general, "followups pause")).rejects.toThrow(StandInMisuseError);
  standIn.joinServer(ada.id, server.id, { administrator: true });
  const another = await standIn.command(ada.id, general, "followups pause");
  expect((await another.waitForAnswer()).content).toBe("pause true");
  await expect(standIn.command(ada.id, general, "job")).rejects.toThrow("required");
});

test("buttons, selects and forms do what they do", async () => {
  const { standIn, general, ada, ben } = await openSceneWithBot(async (interaction) => {
    if (interaction.isChatInputCommand()) {
      await interaction.reply({
        content: "choose",
        components: rows(button("Later", "later:1"), button("Why?", "why:1")),
      });
    } else if (interaction.isStringSelectMenu()) {
      await interaction.update({ content: `in ${interaction.values.join()}`, components: [] });
    } else if (interaction.isModalSubmit()) {
      await interaction.reply(interaction.fields.getTextInputValue("words"));
    } else if (interaction.isButton() && interaction.customId === "later:1") {
      const options = [{ label: "An hour", value: "1h" }];
      const select = { type: ComponentType.StringSelect, custom_id: "when", options };
      await interaction.update({ content: "when?", components: rows(select) });
    } else if (interaction.isButton()) {
      const input = { type: ComponentType.TextInput, custom_id: "words", label: "Words", style: 1 };
      await interaction.showModal({ title: "Tell", custom_id: "form", components: rows(input) });
    }
  });
  const asked = await (await standIn.command(ada.id, general, "job", { id: "1" })).waitForAnswer();
  const id = asked.answer?.id ?? "";

  const why = await (await standIn.press(ben.id, id, "Why?")).waitForAnswer();
  expect(why.modal).toMatchObject({ custom_id: "form" });
  const told = await (await standIn.submit(why, { words: "because" })).waitForAnswer();
  expect(told.content).toBe("because");

  const later = await (await standIn.press(ada.id, id, /^later:/u)).waitForAnswer();
  expect([later.answer?.id, later.content]).toEqual([id, "when?"]);
  await expect(standIn.press(ada.id, id, "Why?")).rejects.toThrow("has no Why?");
  const chosen = await (await standIn.choose(ada.id, id, "when", ["1h"])).waitForAnswer();
  expect([chosen.content, chosen.components]).toEqual(["in 1h", []]);
});

test("a button on a message of the bot's own accord is acknowledged, and the message changed", async () => {
  const { standIn, ada } = await openSceneWithBot(async (interaction) => {
    if (interaction.isButton()) {
      await interaction.deferUpdate();
      await interaction.editReply({ components: [] });
    }
  });
  const client = await connectDiscordClient(standIn);
  const sent: Message = await client.users.send(ada.id, {
    content: "hello",
    components: rows(button("Stop", "stop:1")),
  });
  const interaction = await standIn.press(ada.id, sent.id, "stop:1");
  await standIn.waitFor(() => interaction.state === "answered", "the change");
  expect(standIn.message(sent.id).components).toEqual([]);
});

test("what is for one person's eyes is theirs alone to press", async () => {
  const { standIn, general, ada, ben } = await openSceneWithBot(async (interaction) => {
    if (interaction.isChatInputCommand()) {
      await interaction.reply({ components: rows(button("Yes", "yes")), content: "?", flags: MessageFlags.Ephemeral });
    } else if (interaction.isButton()) {
      await interaction.reply({ content: "noted", flags: MessageFlags.Ephemeral });
    }
  });
  const asked = await (await standIn.command(ada.id, general, "job", { id: "1" })).waitForAnswer();
  const id = asked.answer?.id ?? "";
  await expect(standIn.press(ben.id, id, "Yes")).rejects.toThrow("does not see");
  expect((await (await standIn.press(ada.id, id, "Yes")).waitForAnswer()).content).toBe("noted");
});

test("an interaction is answered once, and not when it is too late", async () => {
  const refused: unknown[] = [];
  const { standIn, general, ada } = await openSceneWithBot(async (interaction) => {
    if (interaction.isChatInputCommand()) {
      await interaction.reply("late").catch((thrown: unknown) => refused.push(thrown));
    }
  });
  const interaction = await standIn.command(ada.id, general, "job", { id: "1" });
  interaction.timeOut();
  await standIn.waitFor(() => refused.length === 1, "the refusal");
  expect(refused).toMatchObject([{ code: 10062 }]);
});

test("an interaction takes one first answer, nothing before it, and nothing when its token is old", async () => {
  const refused: unknown[] = [];
  const note = (thrown: unknown): unknown => refused.push((thrown as { readonly code: unknown }).code);
  const { standIn, general, ada } = await openSceneWithBot(async (interaction) => {
    if (interaction.isChatInputCommand()) {
      await interaction.webhook.send("too early").catch(note);
      await interaction.deferReply();
      interaction.deferred = false;
      await interaction.deferReply().catch(note);
      interaction.deferred = true;
      given.expire();
      await interaction.editReply("too late").catch(note);
    }
  });
  const given = await standIn.command(ada.id, general, "job", { id: "1" });
  await standIn.waitFor(() => refused.length === 3, "three refusals");
  expect([refused, given.state, standIn.messages(general).length]).toEqual([[10015, 40060, 50027], "thinking", 1]);
});

test("registering one command leaves the others, registering all replaces them", async () => {
  const { standIn, server } = await openScene();
  standIn.registerCommand({ name: "theirs", description: "A host's own" });
  const client = await connectDiscordClient(standIn);
  const names = (serverId?: string): readonly string[] => standIn.registeredCommands(serverId).map(({ name }) => name);
  await client.application.commands.create({ name: "ours", description: "Ours" });
  await client.application.commands.create({ name: "ours", description: "Ours, anew" });
  expect(names()).toEqual(["theirs", "ours"]);
  await client.application.commands.set([{ name: "alone", description: "Alone" }], server.id);
  expect([names(), names(server.id)]).toEqual([["theirs", "ours"], ["alone"]]);
  const listed = await client.application.commands.fetch();
  await client.application.commands.delete(listed.find(({ name }) => name === "ours")?.id ?? "");
  expect(names()).toEqual(["theirs"]);
  await client.application.commands.set([]);
  expect([names(), names(server.id)]).toEqual([[], ["alone"]]);
});
