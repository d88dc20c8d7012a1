import type { RecordProcessor } from '@spillway/streaming';

/** A processor that remembers what it was given, as `partition:offset`. */
export function rememberingProcessor(): { readonly seen: string[]; readonly process: RecordProcessor } {
  const seen: string[] = [];
  return {
    seen,
    process: async (round) => {
      for (const { records } of round) seen.push(...records.map(({ partition, offset }) => `${partition}:${offset}`));
    },
  };
}
