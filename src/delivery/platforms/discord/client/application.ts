import { Routes, TeamMemberMembershipState } from "discord.js";
import { z } from "zod";

import type { DiscordApi } from "../discord-api.ts";

const applicationSchema = z.object({
  id: z.string(),
  owner: z.object({ id: z.string() }).nullish(),
  team: z
    .object({
      owner_user_id: z.string().nullish(),
      members: z.array(z.object({ membership_state: z.number(), user: z.object({ id: z.string() }) })),
    })
    .nullish(),
});

/** The bot's application. */
export interface ApplicationFacts {
  readonly applicationId: string;
  /** The owner, or all who accepted to be in the team. */
  readonly ownerIds: readonly string[];
}

/** @throws DiscordRequestError */
export async function readApplication(api: DiscordApi): Promise<ApplicationFacts> {
  const { id, owner, team } = applicationSchema.parse(await api.get(Routes.currentApplication()));
  const members = (team?.members ?? []).filter((member) => member.membership_state === ACCEPTED);
  // A team is the owner in name: its user is none that could talk to the bot.
  const ownerIds = team ? [team.owner_user_id, ...members.map(({ user }) => user.id)] : [owner?.id];
  return {
    applicationId: id,
    ownerIds: ownerIds.filter((ownerId) => typeof ownerId === "string"),
  };
}

const ACCEPTED: number = TeamMemberMembershipState.Accepted;
