/**
 * Does a pass over and over, never two at once: the next begins so long after the last has ended, however long that took.
 *
 * @param {(signal: AbortSignal) => Promise<void>} pass is to end when the signal fires
 * @param {{ readonly everyMs: number, readonly isWanted: () => boolean }} options `isWanted`: whether one is to be done of itself
 * @returns {() => void} begins one now, in place of the one that is under way
 */
export function passes(pass, { everyMs, isWanted }) {
  let running = new AbortController();
  const begin = async () => {
    running.abort();
    const mine = (running = new AbortController());
    const wait = () => {
      if (mine.signal.aborted) return;
      if (isWanted()) void begin();
      else setTimeout(wait, everyMs);
    };
    try {
      await pass(mine.signal);
    } finally {
      setTimeout(wait, everyMs);
    }
  };
  return () => void begin();
}
