/** W3C Trace Context: `00-<trace id>-<span id>-<flags>`; ids of zeros only mean nothing. */
export function isTraceparent(text: string): boolean {
  return /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/.test(text);
}
