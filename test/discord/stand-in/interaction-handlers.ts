import { refuse } from "./api-errors.ts";
import { type Call, type HandlerParts, type Handlers, NOTHING, ok, part } from "./handlers.ts";
import { type CallbackBody, callbackPayload } from "./interaction-answers.ts";
import type { InteractionRecord } from "./interaction-records.ts";
import { messagePayload } from "./message-payloads.ts";
import type { MessageBody } from "./message-rules.ts";

type Routes = "answer-interaction" | "follow-up" | "get-answer" | "edit-answer" | "delete-answer";

/** Answers to interactions. Whoever has the interaction's token may give them. */
export function interactionHandlers({ world, interactions, answers }: HandlerParts): Handlers<Routes> {
  const recordFor = (call: Call): InteractionRecord => interactions.findByToken(part(call, "token")) ?? refuse(10015);

  return {
    "answer-interaction": (call) => {
      const record = interactions.find(part(call, "interaction"), part(call, "token")) ?? refuse(10062);
      const message = answers.answer(record, call.body as CallbackBody, call.files);
      return call.query.get("with_response") === "true" ? ok(callbackPayload(world, record, message)) : NOTHING;
    },
    "follow-up": (call) =>
      ok(messagePayload(world, answers.followUp(recordFor(call), call.body as MessageBody, call.files))),
    "get-answer": (call) => ok(messagePayload(world, answers.get(recordFor(call), part(call, "message")))),
    "edit-answer": (call) => {
      const change = { body: call.body as MessageBody, files: call.files };
      return ok(messagePayload(world, answers.edit(recordFor(call), part(call, "message"), change)));
    },
    "delete-answer": (call) => {
      answers.remove(recordFor(call), part(call, "message"));
      return NOTHING;
    },
  };
}
