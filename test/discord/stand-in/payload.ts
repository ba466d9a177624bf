/** JSON on its way out. */
export type Payload = Readonly<Record<string, unknown>>;
