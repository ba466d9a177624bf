declare const personIdBrand: unique symbol;

/** Who somebody is on their platform: Discord's user id, or the name in the sandbox. At most 255 characters. */
export type PersonId = string & { readonly [personIdBrand]: true };

/** Takes a platform's own id over. To be called by the platform adapters and by parsers of what we stored ourselves. */
export function personId(id: string): PersonId {
  return id as PersonId;
}

/** How close the bot and a person are. Sets the tone of what is written, never whether. */
export const RELATIONSHIPS = ["acquaintance", "friend", "close_friend"] as const;
export type Relationship = (typeof RELATIONSHIPS)[number];

/** The mood of a talk. */
export const MOODS = ["stressed", "sad", "angry", "happy", "excited", "calm"] as const;
export type Mood = (typeof MOODS)[number];

/** An IANA language tag without region: what texts and templates are keyed by. */
export type Language = "en";
