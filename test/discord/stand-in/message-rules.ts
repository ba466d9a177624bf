import { refuse, refuseBody } from "./api-errors.ts";
import type { AllowedMentions } from "./pings.ts";
import type { Payload, ReceivedFile } from "./world.ts";

const COMPONENTS_V2 = 1 << 15;

/** A message as a bot sends it. */
export interface MessageBody {
  readonly content?: string | null;
  readonly embeds?: readonly Payload[] | null;
  readonly components?: readonly Payload[] | null;
  readonly flags?: number;
  readonly nonce?: string | number | null;
  readonly enforce_nonce?: boolean;
  readonly allowed_mentions?: AllowedMentions | null;
  readonly message_reference?: {
    readonly message_id: string;
    readonly channel_id?: string;
    readonly fail_if_not_exists?: boolean;
  } | null;
}

/** Refuses what Discord would not take. */
export function checkMessage(body: MessageBody, files: readonly ReceivedFile[]): void {
  checkText(body);
  checkEmbeds(body.embeds ?? []);
  checkComponents(body.components ?? [], ((body.flags ?? 0) & COMPONENTS_V2) !== 0);
  checkMentions(body.allowed_mentions ?? {});
  const isEmpty = (body.content ?? "") === "" && (body.embeds ?? []).length === 0 && files.length === 0;
  if (isEmpty && (body.components ?? []).length === 0) {
    refuse(50006);
  }
}

function checkText({ content, nonce, flags, embeds }: MessageBody): void {
  if (Array.from(content ?? "").length > 2000) {
    refuseBody("content", "Must be 2000 or fewer in length.");
  }
  if (nonce !== undefined && nonce !== null && String(nonce).length > 25) {
    refuseBody("nonce", "Must be 25 or fewer in length.");
  }
  if (((flags ?? 0) & COMPONENTS_V2) !== 0 && ((content ?? "") !== "" || (embeds ?? []).length > 0)) {
    refuseBody("content", "The 'content' and 'embeds' fields cannot be used with MessageFlags.IS_COMPONENTS_V2.");
  }
}

interface EmbedBody {
  readonly title?: string;
  readonly description?: string;
  readonly fields?: readonly { readonly name: string; readonly value: string }[];
  readonly footer?: { readonly text: string };
  readonly author?: { readonly name: string };
}

function checkEmbeds(embeds: readonly EmbedBody[]): void {
  if (embeds.length > 10) {
    refuseBody("embeds", "Must be 10 or fewer in length.");
  }
  for (const { title = "", description = "", fields = [], footer } of embeds) {
    if (title.length > 256 || description.length > 4096 || (footer?.text ?? "").length > 2048) {
      refuseBody("embeds", "A title, description or footer is too long.");
    }
    if (fields.length > 25 || fields.some(({ name, value }) => !isWithin(name, 256) || !isWithin(value, 1024))) {
      refuseBody("embeds", "At most 25 fields, with names of 1 to 256 and values of 1 to 1024.");
    }
  }
  const texts = embeds.flatMap(({ title, description, fields = [], footer, author }) => [
    title,
    description,
    footer?.text,
    author?.name,
    ...fields.flatMap(({ name, value }) => [name, value]),
  ]);
  if (texts.join("").length > 6000) {
    refuseBody("embeds", "Embed size exceeds maximum size of 6000");
  }
}

/** A component as a bot sends it, with the fields that are checked. */
export interface ComponentBody {
  readonly type: number;
  readonly custom_id?: string;
  readonly label?: string;
  readonly style?: number;
  readonly url?: string;
  readonly disabled?: boolean;
  readonly options?: readonly { readonly label: string; readonly value: string }[];
  readonly components?: readonly ComponentBody[];
  readonly component?: ComponentBody;
  readonly accessory?: ComponentBody;
}

const ROW = 1;
const BUTTON = 2;
const SELECT = 3;

/** A component and all inside it. */
export function everyComponent(component: ComponentBody): readonly ComponentBody[] {
  const inner = [component.component, component.accessory].filter((one) => one !== undefined);
  return [component, ...[...(component.components ?? []), ...inner].flatMap(everyComponent)];
}

function checkComponents(payloads: readonly Payload[], isVersion2: boolean): void {
  const top = payloads as unknown as readonly ComponentBody[];
  const all = top.flatMap(everyComponent);
  if (!isVersion2 && (top.length > 5 || top.some(({ type }) => type !== ROW))) {
    refuseBody("components", "At most 5 action rows at the top.");
  }
  if (all.length > 40) {
    refuseBody("components", "At most 40 components in all.");
  }
  const customIds = all.flatMap(({ custom_id: id }) => (id === undefined ? [] : [id]));
  if (new Set(customIds).size < customIds.length) {
    refuseBody("components", "Component custom id cannot be duplicated");
  }
  if (customIds.some((id) => !isWithin(id, 100))) {
    refuseBody("components", "custom_id: Must be between 1 and 100 in length.");
  }
  all.forEach(checkComponent);
}

function checkComponent({ type, components = [], custom_id: id, url, label, options = [] }: ComponentBody): void {
  if (type === ROW && !(components.length >= 1 && components.length <= 5)) {
    refuseBody("components", "An action row has 1 to 5 components.");
  }
  if (type === BUTTON && (id === undefined) === (url === undefined)) {
    refuseBody("components", "A button has either a custom id or a url.");
  }
  if (type === BUTTON && (label ?? "").length > 80) {
    refuseBody("components", "label: Must be 80 or fewer in length.");
  }
  if (type === SELECT && !(options.length >= 1 && options.length <= 25)) {
    refuseBody("components", "options: Must be between 1 and 25 in length.");
  }
  if (options.some(({ label: name, value }) => !isWithin(name, 100) || !isWithin(value, 100))) {
    refuseBody("components", "options: labels and values have 1 to 100 characters.");
  }
}

function checkMentions({ parse = [], users = [], roles = [] }: AllowedMentions): void {
  if ((parse.includes("users") && users.length > 0) || (parse.includes("roles") && roles.length > 0)) {
    refuseBody("allowed_mentions", 'parse:["users"] and users: [ids...] are mutually exclusive.');
  }
  if (users.length > 100 || roles.length > 100) {
    refuseBody("allowed_mentions", "At most 100 ids.");
  }
}

/** Whether a text has at least one and at most so many characters. */
export function isWithin(text: string, most: number): boolean {
  return text.length >= 1 && text.length <= most;
}
