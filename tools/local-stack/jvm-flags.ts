/**
 * Flags for JVMs that live for minutes on a small machine: without the second compiler they start in two thirds of the
 * time for half the CPU (measured: Kafka 2.5 → 1.7 s, registry 3.8 → 2.3 s).
 */
export function jvmFlags(heapMb: number): readonly string[] {
  return [`-Xmx${heapMb}m`, '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-XX:+ExitOnOutOfMemoryError'];
}
