import { countsLine } from './counts-line.ts';
import { progressLines } from './progress-lines.ts';
import type { Screen } from '../terminal/screen.ts';
import type { SystemStatus } from './system-status.ts';

const plainEveryMs = 5_000;

/** Shows each look at the system: live on a terminal, else a plain line of counts now and then. */
export function progressView(
  screen: Screen,
  now: () => number = () => performance.now(),
): (status: SystemStatus) => void {
  let plainAtMs = now();
  return (status) => {
    if (screen.isLive) return screen.live(progressLines(status));
    if (now() - plainAtMs < plainEveryMs) return;
    plainAtMs = now();
    screen.step(`  ${countsLine(status)}`);
  };
}
