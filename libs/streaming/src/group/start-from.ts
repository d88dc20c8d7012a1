/** Where a group begins in a topic it never read: at the first record, behind the last, or at the first one written at a time or later. */
export type StartFrom = 'beginning' | 'latest' | Date;
