export type ImportState = 'none' | 'running' | 'done' | 'failed';

export interface ImportReject {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly reason: string;
}

/** What `GET /import` answers; totals count over restarts of the run. */
export interface ImportStatus {
  readonly id: string | null;
  readonly state: ImportState;
  readonly error?: string;
  readonly input: {
    readonly files: number;
    readonly lines: number;
    readonly orders: number;
    readonly rejectedLines: number;
    readonly rejectedOrders: number;
    /** The first 100. */
    readonly rejects: readonly ImportReject[];
  };
  /** Accepted events by type, and how many were second copies. */
  readonly produced: Readonly<Record<string, number>>;
}
