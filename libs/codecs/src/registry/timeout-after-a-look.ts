/** One to read what has come, one for a body that came behind its head. */
const turns = 2;

/**
 * Like `AbortSignal.timeout`, but what came while this process stood still is read first: after a pause of the machine or
 * a long turn of the event loop the timer is up before the answer that lies in the socket was looked at.
 */
export function timeoutAfterALook(timeoutMs: number): { readonly signal: AbortSignal; readonly clear: () => void } {
  const controller = new AbortController();
  let left = turns;
  const look = (): void => {
    if (left-- > 0) setImmediate(look);
    else controller.abort();
  };
  const timer = setTimeout(look, timeoutMs);
  return { signal: controller.signal, clear: () => clearTimeout(timer) };
}
