export type { DeliveryQueue, QueueState } from "./delivery-queue.ts";
export { enqueue, type NewOutbound } from "./enqueue.ts";
export {
  createDirectChats,
  DIRECT_CHAT_LIMITS,
  type DirectChatLimits,
  forgetDirectChat,
  type OpeningState,
  readOpenings,
} from "./direct-chats.ts";
export { forgetCiting, forgetSaidIn, withdrawCiting, withdrawQueuedFor } from "./follow-changes.ts";
export type { FollowUpContext, OutboundMessage, OutboundStatus, PastSend } from "./outbound-types.ts";
export { createRequestSlots, type DatabaseSlots } from "./request-slots.ts";
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
export { eraseOutbound, exportOutbound } from "./whole-person.ts";
