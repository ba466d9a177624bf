/** Where the answer to an event goes. */
export type ReplyRoute = MessageRoute | InteractionRoute;

/** A message is answered by messages in its channel. */
export interface MessageRoute {
  readonly type: "message";
  readonly channelId: string;
  readonly messageId: string;
  /** Whether others are there, so that it should be seen what is answered. */
  readonly amongOthers: boolean;
  /** How many messages went there. */
  sent: number;
}

/** A press or a command is answered by its interaction, which is acknowledged and has a token for 15 minutes. */
export interface InteractionRoute {
  readonly type: "press" | "command";
  readonly applicationId: string;
  readonly token: string;
  readonly amongOthers: boolean;
  /** What heads a long answer to a command. */
  readonly title: string;
  /** How many messages went there. */
  sent: number;
}
