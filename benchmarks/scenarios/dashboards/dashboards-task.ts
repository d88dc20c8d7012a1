export interface DashboardsTask {
  /** Folder of the audit store. */
  readonly dataDir: string;
  readonly rows: number;
  /** The same for both stores: more rows are a longer life, not a denser one. */
  readonly rowsPerDay: number;
  readonly seed: number;
  /** How often each board is asked. */
  readonly calls: number;
}
