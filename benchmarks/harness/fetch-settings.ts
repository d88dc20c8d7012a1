/** The settings of ours, for fetches of the same size by every peer. */
export const fetchSettings = {
  maxWaitTimeInMs: 150,
  maxBytes: 8 * 1_024 * 1_024,
  maxBytesPerPartition: 1_024 * 1_024,
};
