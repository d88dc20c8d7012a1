/** Beyond what take-overs come to: whoever writes such epochs is no owner, and must not have owners name one nobody believes. */
export const epochLimits = {
  /** A record below it says that the own epoch is above. */
  met: 2 ** 40,
  /** The highest in a record that is believed: whoever has met the last one still has as many take-overs to come. */
  believed: 2 ** 41,
} as const;
