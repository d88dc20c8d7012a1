import { deadLetterTopic, SpillwayError } from '@spillway/events';
import type { GroupDefinition } from '../group/group-definition.js';
import type { LogRecord, TopicPartition } from '../ports/record.js';
import type { Transport } from '../ports/transport.js';
import { decodeCommitMetadata } from '../offsets/commit-metadata.js';
import { isClockProbe } from '../retry/clocks/clock-probe.js';
import { groupTiers } from '../retry/tiers/retry-topics.js';
import type { ConsumerStatus } from '../member/consumer-status.js';
import { decodeWaitingCursor, encodeWaitingCursor, type WaitingPosition } from './waiting-cursor.js';

export interface WaitingQuery {
  /** 1 to 500. */
  readonly limit: number;
  /** The `nextCursor` of the page before. */
  readonly cursor?: string;
}

export interface WaitingRecord {
  readonly kind: 'retry' | 'dead-letter';
  /** The topic of the group that it came from. */
  readonly source: string;
  readonly record: LogRecord;
}

export interface WaitingPage {
  readonly records: readonly WaitingRecord[];
  /** Null on the last page; a page may be short, or empty, and not be the last. */
  readonly nextCursor: string | null;
}

const pageBytes = 4 * 1024 * 1024;

interface Place extends WaitingPosition {
  readonly kind: WaitingRecord['kind'];
  readonly source: string;
  /** Done above the committed position. */
  readonly isDone: (offset: number) => boolean;
}

/**
 * What a group will, or may, still be given besides its topics: first what waits in its retry topics beyond what it
 * committed, then all its dead letters, those that were sent back among them, since they stay where they are. Any process
 * may ask.
 */
export class WaitingRecords {
  /** @param here what a member of the group in this process knows: commits come some seconds after what is done */
  constructor(
    private readonly group: GroupDefinition,
    private readonly transport: Transport,
    private readonly here?: () => Pick<ConsumerStatus, 'partitions'>,
  ) {}

  /** @throws SpillwayError `SPW-5208` the cursor · `SPW-1101`, `SPW-1103` */
  async list({ limit, cursor }: WaitingQuery): Promise<WaitingPage> {
    const places = await this.#places();
    const records: WaitingRecord[] = [];
    let at: WaitingPosition | undefined = cursor === undefined ? places[0] : decodeWaitingCursor(cursor);
    let index = places.findIndex(({ topic, partition }) => topic === at?.topic && partition === at.partition);
    if (index < 0 && cursor !== undefined) throw new SpillwayError('SPW-5208', 'The cursor is none of this list');
    for (let leftBytes = pageBytes; at !== undefined && records.length < limit && leftBytes > 0;) {
      const place: Place = places[index]!;
      const fromOffset: number = Math.max(at.offset, place.offset);
      const maxRecords = limit - records.length;
      const { topic, partition } = place;
      const page = await this.transport
        .reader()
        .read({ topic, partition, fromOffset, maxRecords, maxBytes: leftBytes });
      const waiting = page.records.filter((record) => !place.isDone(record.offset) && !isClockProbe(record));
      records.push(...waiting.map((record) => ({ kind: place.kind, source: place.source, record })));
      leftBytes -= page.records.reduce((sum, { value }) => sum + (value?.length ?? 0), 0);
      const isOver = page.records.length === 0 || page.nextOffset >= page.endOffset;
      at = isOver ? places[++index] : { topic, partition, offset: page.nextOffset };
    }
    return { records, nextCursor: at === undefined ? null : encodeWaitingCursor(at) };
  }

  async #places(): Promise<readonly Place[]> {
    const admin = this.transport.admin();
    const existing = (await admin.topics()).map(({ name }) => name);
    const places: Place[] = [];
    const known = this.here?.().partitions ?? [];
    for (const source of Object.keys(this.group.topics)) {
      const tiers = groupTiers(this.group, source, existing).map(({ name }) => name);
      const committed = await admin.committed(this.group.name, tiers);
      for (const topic of [...tiers, deadLetterTopic(source, this.group.name)]) {
        for (const { partition, beginOffset } of await admin.ranges(topic)) {
          const isHere = (each: TopicPartition): boolean => each.topic === topic && each.partition === partition;
          const commit = committed.find(isHere);
          const from = Number(commit?.offset ?? beginOffset);
          const offset = Math.max(from, Number(known.find(isHere)?.doneOffset ?? 0));
          const { runs } = decodeCommitMetadata(from, commit?.metadata);
          const isDone = (at: number): boolean => runs.some(([first, last]) => at >= first && at <= last);
          const kind = tiers.includes(topic) ? 'retry' : 'dead-letter';
          places.push({ kind, source, topic, partition, offset, isDone });
        }
      }
    }
    return places.toSorted((one, other) => Number(one.kind === 'dead-letter') - Number(other.kind === 'dead-letter'));
  }
}
