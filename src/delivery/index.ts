export type { CommandDefinition, CommandField, CommandNaming } from "./commands.ts";
export { ReplyRefusedError, ReplyTooLateError } from "./delivery-errors.ts";
export type { DirectChats } from "./direct-chats.ts";
export type { Heard, TalkPlace } from "./heard.ts";
export type {
  Actor,
  Button,
  CommandEvent,
  CompletionRequest,
  GivenAnswer,
  Inbox,
  InboxEvent,
  Mention,
  MessageEvent,
  PlatformNews,
  PressEvent,
  Reply,
} from "./inbox.ts";
export type { FindResult, Outlet, OutletMessage, SendResult } from "./outlet.ts";
export type { BookedSlots, RequestSlots, SlotOrder } from "./request-slots.ts";
export type { ConnectedPlatform, LivePlatform, PlatformParts } from "./platform.ts";
