/** What became of one partition of one group keeps its order, from the topic itself through its retry topics. */
export function ledgerKey(group: string, originTopic: string, originPartition: number): string {
  return `${group}/${originTopic}/${originPartition}`;
}
