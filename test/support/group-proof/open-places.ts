import type { CommittedPosition } from '@spillway/streaming';
import { decodeCommitMetadata } from '../../../libs/streaming/src/offsets/commit-metadata.js';
import type { HistoryEntry } from './history.js';

/** The places whose records were given to a handler and are not committed as done. */
export function openPlaces(
  history: readonly HistoryEntry[],
  committed: readonly CommittedPosition[],
): readonly string[] {
  const positions = new Map(
    committed.map(({ topic, partition, offset, metadata }) => {
      const watermark = Number(offset);
      return [`${topic}/${partition}`, { watermark, runs: decodeCommitMetadata(watermark, metadata).runs }];
    }),
  );
  const isDone = (place: string): boolean => {
    const cut = place.lastIndexOf('/');
    const position = positions.get(place.slice(0, cut));
    const offset = Number(place.slice(cut + 1));
    if (position === undefined) return false;
    return offset < position.watermark || position.runs.some(([first, last]) => offset >= first && offset <= last);
  };
  return [...new Set(history.map(({ place }) => place))].filter((place) => !isDone(place));
}
