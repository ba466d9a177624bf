// temporary
import type { Random } from "../../kernel/index.ts";
import type { FollowUpKind, Relationship } from "../../vocabulary/index.ts";
export type Templates = Record<string, never>;
export async function loadTemplates(_folder?: URL): Promise<Templates> { return {}; }
export function renderTemplate(o: { templates: Templates; kind: FollowUpKind; language: string; relationship: Relationship; quiet: boolean; name: string | null; topic: string | null; avoid: readonly string[]; random: Random }): { text: string; templateId: string } | null {
  return { text: `Hey ${o.name ?? ""}, how did ${o.topic ?? "it"} go?`, templateId: "temporary" };
}
