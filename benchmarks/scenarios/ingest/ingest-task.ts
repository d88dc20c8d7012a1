export interface IngestTask {
  /** Folder of a store of its own. */
  readonly dataDir: string;
  readonly events: number;
}

export const ingestTopic = 'retail.orders';
export const ingestTopicId = 'bench';
export const partitions = 12;
/** As many as fit into a round of the intake with the memory it has unless told otherwise. */
export const recordsPerRound = 48_000;
