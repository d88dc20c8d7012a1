import { percentile } from './percentile.ts';
import type { Figures } from './scenario.ts';

/** Does memory stay where it is? Of looks at it at regular distances, oldest first, in MiB. */
export function rssFigures(rssMebibytes: readonly number[]): Figures {
  const tenth = Math.ceil(rssMebibytes.length / 10);
  // The first tenth is the process growing to its size.
  const warm = rssMebibytes.slice(tenth);
  const median = percentile(warm, 0.5);
  return {
    rssMedianMiB: median,
    rssLowestPercent: (Math.min(...warm) / median) * 100,
    rssHighestPercent: (Math.max(...warm) / median) * 100,
    rssLastTenthPercent: (percentile(warm.slice(-tenth), 0.5) / median) * 100,
  };
}
