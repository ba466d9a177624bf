export type { Actor, Button, Inbox, InboxEvent, MessageEvent, PressEvent, Reply } from "./inbox.ts";
export type { FindResult, Outlet, OutletMessage, SendResult } from "./outlet.ts";
