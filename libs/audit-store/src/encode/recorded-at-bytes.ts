/** `recordedAt`, which stands last in every row. */
export const recordedAtBytes = 8;
