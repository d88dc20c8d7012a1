/** Where a log lies, as far as its driver knows. */
export interface LogPlace {
  /** What the cluster calls itself. */
  readonly clusterId?: string | undefined;
  /** Host that the only broker is reached by; absent where there are several: none of them is the server. */
  readonly address?: string | undefined;
  readonly port?: number | undefined;
}
