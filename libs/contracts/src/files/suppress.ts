import type { ContractFinding } from './contract-finding.js';
import type { ContractRuleName } from './contract-rules.js';

/** A finding that somebody decided to live with. */
export interface Suppression {
  readonly rule: ContractRuleName;
  /** As the finding has it. */
  readonly path: string;
  readonly reason: string;
}

export interface Suppressed {
  readonly open: readonly ContractFinding[];
  readonly suppressed: readonly (ContractFinding & { readonly suppressedBecause: string })[];
  /** Suppressions that met no finding: they can go. */
  readonly unused: readonly Suppression[];
}

/** Takes out the findings that are lived with: rule and path have to be the same. */
export function suppress(findings: readonly ContractFinding[], suppressions: readonly Suppression[]): Suppressed {
  const reasonFor = ({ rule, path }: ContractFinding): string | undefined =>
    suppressions.find((one) => one.rule === rule && one.path === path)?.reason;
  const suppressed = findings.flatMap((finding) => {
    const reason = reasonFor(finding);
    return reason === undefined ? [] : [{ ...finding, suppressedBecause: reason }];
  });
  return {
    open: findings.filter((finding) => reasonFor(finding) === undefined),
    suppressed,
    unused: suppressions.filter(
      ({ rule, path }) => !findings.some((finding) => finding.rule === rule && finding.path === path),
    ),
  };
}
