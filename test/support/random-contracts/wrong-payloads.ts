type Payload = Readonly<Record<string, unknown>>;

/** The payload with each of its fields in turn of a type that no payload has. */
export function wrongPayloads(payload: Payload): readonly Payload[] {
  return Object.keys(payload).map((name) => ({ ...payload, [name]: Symbol() }));
}
