import type { Profile } from '../session/profile.js';

/** Something that changes a system. */
export interface Change {
  /** As a question says it: `Send 2 dead letters back to payments`. */
  readonly what: string;
  /** Where nothing is marked it is asked for as well. */
  readonly isGrave: boolean;
}

/** What a person gave on the command line in place of answers. */
export interface ConfirmOptions {
  readonly yes?: boolean;
  readonly confirmProfile?: string;
}

export type DeedVerdict =
  | { readonly kind: 'refused' }
  | { readonly kind: 'go' }
  /** What has still to be answered, in this order. */
  | { readonly kind: 'ask'; readonly questions: readonly ('sure' | 'name')[] }
  /** `--confirm-profile` names another profile than the one that would be changed. */
  | { readonly kind: 'other-profile' };

/** Whether something may be done, as far as profile and flags say: production is asked twice, read-only never. */
export function judgeChange(
  { isGrave }: Pick<Change, 'isGrave'>,
  profile: Profile | undefined,
  { yes = false, confirmProfile }: ConfirmOptions,
): DeedVerdict {
  if (profile?.readOnly === true) return { kind: 'refused' };
  const isProduction = profile?.production === true;
  if (isProduction && confirmProfile !== undefined && confirmProfile !== profile.name) return { kind: 'other-profile' };
  const questions = [
    ...((isGrave || isProduction) && !yes ? (['sure'] as const) : []),
    ...(isProduction && confirmProfile === undefined ? (['name'] as const) : []),
  ];
  return questions.length === 0 ? { kind: 'go' } : { kind: 'ask', questions };
}
