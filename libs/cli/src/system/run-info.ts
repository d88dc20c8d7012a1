/** What `npm start` writes about the processes it started. */
export interface RunInfo {
  readonly dataDir: string;
  readonly processes: readonly RunningProcess[];
}

export interface RunningProcess {
  readonly name: string;
  readonly pid: number;
  readonly port: number;
  readonly url: string;
}
