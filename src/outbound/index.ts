export { enqueue, type NewOutbound } from "./enqueue.ts";
export type { FollowUpContext, OutboundMessage, OutboundStatus, PastSend } from "./outbound-types.ts";
export {
  beginSending,
  blankTextsBefore,
  findOutbound,
  forgetSources,
  listOpen,
  lockOutboundMessage,
  markSent,
  markUnknown,
  noteReaction,
  outboundCounts,
  pastSends,
  recentTexts,
  returnToQueue,
  withdraw,
  withdrawAllQueued,
} from "./states.ts";
export { transmit, type TransmitResult } from "./transmit.ts";
