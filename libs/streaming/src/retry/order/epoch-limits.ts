/** Beyond what take-overs come to: whoever writes such epochs is no owner, and must not have owners name one nobody believes. */
export const epochLimits = {
  /** A record below it says that the own epoch is above. */
  met: 2 ** 40,
  /** One at `met` or above says so only when it is no more beyond the own epoch: so many take-overs nobody can have missed. */
  missed: 2 ** 20,
  /** The highest in a record that is believed: whoever has met the last one still has as many take-overs to come. */
  believed: 2 ** 41,
} as const;
