/** Where a log lies, as far as its driver knows. */
export interface LogPlace {
  /** What the cluster calls itself. */
  readonly clusterId?: string | undefined;
  /** Host of the broker that clients are told to ask first; absent where they are told of several. */
  readonly address?: string | undefined;
  readonly port?: number | undefined;
}
