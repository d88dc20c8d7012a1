import { expectedSeconds } from './expected-seconds.ts';
import { inEqualShares } from './in-equal-shares.ts';
import { waitsMoreThanItWorks } from './waits-more-than-it-works.ts';

interface Spec {
  readonly path: string;
}

/**
 * The order of files, in place of Jest's, which without an earlier run goes by their size: the longest first, so that the
 * workers end together, and those that wait beside those that work from the beginning to the end, so that a core is seldom
 * idle. It remembers nothing: the order is the same on every machine.
 */
// Jest looks for it there.
// oxlint-disable-next-line import/no-default-export
export default class SpecSequencer {
  sort<T extends Spec>(specs: readonly T[]): readonly T[] {
    const secondsOf = ({ path }: Spec): number => expectedSeconds(path);
    const sorted = specs.toSorted(
      (left, right) => secondsOf(right) - secondsOf(left) || (left.path < right.path ? -1 : 1),
    );
    const queues = [true, false].map((waits) => sorted.filter(({ path }) => waitsMoreThanItWorks(path) === waits));
    return inEqualShares(queues, secondsOf);
  }

  /** For `--onlyFailures`: nothing is known of the last run. */
  allFailedTests<T extends Spec>(specs: readonly T[]): readonly T[] {
    return this.sort(specs);
  }

  cacheResults(): void {}
}
