/** The trace id of a W3C `traceparent`; '' when absent or malformed. */
export function traceIdOf(traceparent: string | undefined): string {
  return /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}/.exec(traceparent ?? '')?.[1] ?? '';
}
