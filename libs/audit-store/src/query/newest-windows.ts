export interface TimeWindow {
  /** Inclusive; open when absent. */
  readonly fromMs?: number | undefined;
  /** Exclusive; open when absent. */
  readonly toMs?: number | undefined;
}

const hourMs = 60 * 60 * 1000;
/** The first two hours hold a page where records come steadily; what is rare is found in five questions at most. */
const hoursBack = [1, 8, 64, 512];

/**
 * Cuts a range of time into windows from the newest back, each far wider than the one before, the last one down to the beginning.
 * Whatever is newest needs only the first of them, while a question without a window sorts everything that is older.
 * Windows begin at whole hours, by which rows lie.
 *
 * @param newestMs where most likely the newest is: now, or where a page before ended; later ones are in the first window all the same
 */
export function newestWindows({ fromMs, toMs }: TimeWindow, newestMs: number): readonly TimeWindow[] {
  const newestHourMs = Math.floor(Math.min(newestMs, (toMs ?? Infinity) - 1) / hourMs) * hourMs;
  const begins = hoursBack.map((hours) => newestHourMs - hours * hourMs).filter((ms) => ms > (fromMs ?? 0));
  return [...begins, fromMs].map((begin, index) => ({ fromMs: begin, toMs: index === 0 ? toMs : begins[index - 1] }));
}
