import { type Happening, INTERACTION, type InteractionRecord } from "./interaction-records.ts";
import { type ComponentBody, everyComponent } from "./message-rules.ts";
import { misuse } from "./misuse.ts";
import type { Payload } from "./payload.ts";
import { sees } from "./permissions.ts";
import type { MessageRecord, World } from "./world.ts";

const BUTTON = 2;
const SELECT = 3;

interface Touch {
  readonly personId: string;
  readonly message: MessageRecord;
}

/** A button is pressed. */
export function press(world: World, { which, ...touch }: Touch & { readonly which: string | RegExp }): Happening {
  const button = find(touch.message, (one) => one.type === BUTTON && fits(one, which), String(which));
  const customId = button.custom_id ?? misuse(`the button ${String(which)} is a link`);
  return touched(world, touch, { component_type: BUTTON, custom_id: customId });
}

/** Something is chosen from a list. */
export function choiceMade(
  world: World,
  { customId, values, ...touch }: Touch & { readonly customId: string; readonly values: readonly string[] },
): Happening {
  const select = find(touch.message, (one) => one.type === SELECT && one.custom_id === customId, customId);
  const offered = select.options?.map(({ value }) => value) ?? [];
  if (!values.every((value) => offered.includes(value))) {
    misuse(`${customId} offers ${offered.join(", ")}`);
  }
  return touched(world, touch, { component_type: SELECT, custom_id: customId, values });
}

/** The form that an interaction opened is sent off. */
export function formFilled(
  world: World,
  { modal, what, personId, channelId, source }: InteractionRecord,
  values: Readonly<Record<string, string>>,
): Happening {
  const form = modal ?? misuse(`${what} opened no form`);
  const data = { custom_id: form["custom_id"], components: filledForm(form, values) };
  return { type: INTERACTION.form, what: "a form", personId, channel: world.channel(channelId), source, data };
}

function touched(world: World, { personId, message }: Touch, data: Payload): Happening {
  const channel = world.channel(message.channelId);
  const isVisible =
    !message.deleted &&
    (message.ephemeralFor ?? personId) === personId &&
    (channel.personId ?? personId) === personId &&
    (channel.serverId === null || sees(channel, world.server(channel.serverId), personId));
  if (!isVisible) {
    misuse(`${world.person(personId).name} does not see the message ${message.id}`);
  }
  return {
    type: INTERACTION.component,
    what: `a press of ${String(data["custom_id"])}`,
    personId,
    channel,
    source: message,
    data,
  };
}

function find(message: MessageRecord, isIt: (component: ComponentBody) => boolean, what: string): ComponentBody {
  const all = (message.components as unknown as readonly ComponentBody[]).flatMap(everyComponent);
  const found = all.find(isIt);
  if (found === undefined) {
    const there = all.flatMap(({ label, custom_id: id }) => (id === undefined ? [] : [`${label ?? ""} (${id})`]));
    return misuse(`the message ${message.id} has no ${what}, but ${there.join(", ") || "nothing to press"}`);
  }
  return found.disabled === true ? misuse(`${what} is disabled`) : found;
}

function fits({ custom_id: id = "", label = "" }: ComponentBody, which: string | RegExp): boolean {
  return typeof which === "string" ? id === which || label === which : which.test(id) || which.test(label);
}

/** The form's components with what was typed into them: rows of one, or labels around one. */
function filledForm(form: Payload, values: Readonly<Record<string, string>>): readonly Payload[] {
  const fill = (component: ComponentBody): Payload => {
    const { type, custom_id: id, components, component: inner } = component;
    return {
      type,
      ...(id === undefined ? {} : { custom_id: id, value: values[id] ?? "" }),
      ...(components === undefined ? {} : { components: components.map(fill) }),
      ...(inner === undefined ? {} : { component: fill(inner) }),
    };
  };
  return ((form["components"] ?? []) as readonly ComponentBody[]).map(fill);
}
