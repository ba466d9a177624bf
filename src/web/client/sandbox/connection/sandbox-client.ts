import type {
  Channel,
  ClockAnswer,
  ClockState,
  ErrorAnswer,
  Message,
  PatchPerson,
  PersonPanel,
  PostMessage,
  PressButton,
  SandboxState,
} from "../../../contract.ts";
import { RequestRefusedError, ServerAwayError } from "./request-errors.ts";

/** The sandbox's HTTP interface. Every call throws `ServerAwayError` or `RequestRefusedError` where it gets no good answer. */
export interface SandboxClient {
  readState(): Promise<SandboxState>;
  readMessages(user: string, channel: Channel): Promise<readonly Message[]>;
  postMessage(message: PostMessage): Promise<Message>;
  pressButton(press: PressButton): Promise<Message | null>;
  readPanel(user: string): Promise<PersonPanel>;
  patchPerson(user: string, patch: PatchPerson): Promise<PersonPanel>;
  readClock(): Promise<ClockState>;
  wind(advanceHours: number): Promise<ClockAnswer>;
  windUntilDelivery(): Promise<ClockAnswer>;
}

const BASE = "/api/sandbox";

/** The client of the server that this page came from. */
export function createSandboxClient(): SandboxClient {
  return {
    readState: () => call("GET", "/state"),
    readMessages: async (user, channel) =>
      (
        await call<{ messages: readonly Message[] }>(
          "GET",
          `/messages?user=${encodeURIComponent(user)}&channel=${channel}`,
        )
      ).messages,
    postMessage: async (message) => (await call<{ message: Message }>("POST", "/messages", message)).message,
    pressButton: async (press) => (await call<{ reply: Message | null }>("POST", "/buttons", press)).reply,
    readPanel: (user) => call("GET", `/people/${encodeURIComponent(user)}`),
    patchPerson: (user, patch) => call("PATCH", `/people/${encodeURIComponent(user)}`, patch),
    readClock: () => call("GET", "/clock"),
    wind: (advanceHours) => call("POST", "/clock", { advanceHours }),
    windUntilDelivery: () => call("POST", "/clock/until-delivery", {}),
  };
}

async function call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await send(method, path, body);
  if (!response.ok) {
    throw await refusal(response);
  }
  // The server is ours, of the same version, and types its answers with the same contract.
  return (await readJson(response)) as Answer;
}

async function send(method: string, path: string, body: unknown): Promise<Response> {
  try {
    return await fetch(BASE + path, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
  } catch (error) {
    throw new ServerAwayError(error);
  }
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return (await response.json()) as unknown;
  } catch (error) {
    throw new ServerAwayError(error);
  }
}

async function refusal(response: Response): Promise<Error> {
  const answer = await readJson(response);
  if (isErrorAnswer(answer)) {
    return new RequestRefusedError(response.status, answer.error.code, answer.error.message);
  }
  return new RequestRefusedError(response.status, "UNKNOWN", `The server answered with ${String(response.status)}.`);
}

function isErrorAnswer(answer: unknown): answer is ErrorAnswer {
  return (
    typeof answer === "object" &&
    answer !== null &&
    "error" in answer &&
    typeof answer.error === "object" &&
    answer.error !== null &&
    "message" in answer.error
  );
}
