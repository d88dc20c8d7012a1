/** What has to happen so that a member comes to a failpoint, besides events. */
export type Occasion =
  | 'events'
  | 'rebalances'
  | 'stop'
  | 'release'
  /** Each event lies in the log twice. */
  | 'twins'
  /** Somebody who believes to own the partitions still writes that keys are held. */
  | 'zombie-markers'
  /** While no member was there the log lost what they had not read. */
  | 'gap'
  /** The same while one was, with work under way. */
  | 'open-gap';
