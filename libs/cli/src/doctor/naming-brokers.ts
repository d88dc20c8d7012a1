/** A fix with the addresses in it that the doctor reached the cluster by, so that its command can be run as it is. */
export function namingBrokers(fix: string, brokers: readonly string[]): string {
  return fix.replaceAll('<brokers>', brokers.join(','));
}
