export type StallVerdict = 'fine' | 'rebuild' | 'give-up';

/** How often a new consumer is tried before the process is given up. */
export const maxRebuilds = 2;
