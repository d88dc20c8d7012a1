import { deadLetterTopic, SpillwayError } from '@spillway/events';
import type { GroupDefinition } from '../group/group-definition.js';
import type { LogRecord } from '../ports/record.js';
import type { Transport } from '../ports/transport.js';
import { deadLetterOf, type DeadLetter } from './dead-letter.js';
import { decodeDeadLetterCursor, encodeDeadLetterCursor } from './dead-letter-cursor.js';
import { isWanted, type DeadLetterFilter } from './dead-letter-filter.js';
import { BackwardReader } from './backward-reader.js';
import { SendBack, type SentBack } from './send-back.js';

export interface DeadLetterQuery extends DeadLetterFilter {
  /** One of the topics that the group reads; all when absent. */
  readonly topic?: string;
  readonly limit: number;
  /** The `nextCursor` of the page before, of the same query. */
  readonly cursor?: string;
}

export interface DeadLetterPage {
  /** Newest first within a partition, and among partitions by time. */
  readonly letters: readonly DeadLetter[];
  /** Null on the last page. A page may be short, or empty, and not be the last: so much is looked through at once. */
  readonly nextCursor: string | null;
}

/** Records looked through for one page. */
const maxScannedRecords = 10_000;

/** The dead letters of one group, for people: listed, looked at, sent back. Any process may; none has to own a partition. */
export class DeadLetters {
  readonly #sendBack: SendBack;

  constructor(
    private readonly group: GroupDefinition,
    private readonly transport: Transport,
  ) {
    this.#sendBack = new SendBack(group, transport);
  }

  /** @throws SpillwayError `SPW-5202` not a topic of the group · `SPW-5208` the cursor · `SPW-1101`, `SPW-1103` */
  async list({ topic, limit, cursor, ...filter }: DeadLetterQuery): Promise<DeadLetterPage> {
    const readers = await this.#readers(topic, cursor);
    const letters: DeadLetter[] = [];
    for (let scanned = 0; letters.length < limit && scanned < maxScannedRecords; scanned++) {
      const newest = await newestOf(readers);
      if (newest === undefined) return { letters, nextCursor: null };
      newest.reader.advance();
      const letter = deadLetterOf(newest.record);
      if (isWanted(letter, filter)) letters.push(letter);
    }
    const isOver = (await newestOf(readers)) === undefined;
    const positions = readers.map(({ place, reader }) => ({ ...place, before: reader.before }));
    return { letters, nextCursor: isOver ? null : encodeDeadLetterCursor(positions) };
  }

  /**
   * @returns the record itself
   * @throws SpillwayError `SPW-5203` there is none of this id
   */
  find(id: string): Promise<LogRecord> {
    return this.#sendBack.find(id);
  }

  /**
   * Sends dead letters back by the first retry topic of their topic, or its redrive topic where the group retries in
   * place, in the order of their events; they stay where they are. The same job sends a letter once while what it sent is
   * among the newest 5,000 records of its partition there; asked again after that it sends once more.
   *
   * @param job default: derived from the ids, so that asking for the same letters again is the same job
   * @throws SpillwayError `SPW-5203` unknown id · `SPW-5204` nobody reads the redrive topic · `SPW-5207` not to be sent back: before anything
   *   is sent · `SPW-1110`, `SPW-1111` some may be sent: ask again with the same job
   */
  sendBack(ids: readonly string[], job?: string): Promise<SentBack> {
    return this.#sendBack.run(ids, job);
  }

  async #readers(topic: string | undefined, cursor: string | undefined) {
    const topics = topic === undefined ? Object.keys(this.group.topics) : [topic];
    const unknown = topics.find((each) => this.group.topics[each] === undefined);
    if (unknown !== undefined) throw new SpillwayError('SPW-5202', `${this.group.name} does not read ${unknown}`);
    const names = topics.map((each) => deadLetterTopic(each, this.group.name));
    const positions = cursor === undefined ? undefined : decodeDeadLetterCursor(cursor, names);
    const ranges = (await Promise.all(names.map((name) => this.transport.admin().ranges(name)))).flat();
    return ranges.map(({ topic: name, partition, beginOffset, endOffset }) => {
      const known = positions?.find((each) => each.topic === name && each.partition === partition);
      const before = positions === undefined ? Number(endOffset) : Math.min(known?.before ?? 0, Number(endOffset));
      const place = { topic: name, partition };
      return { place, reader: new BackwardReader(this.transport.reader(), place, before, Number(beginOffset)) };
    });
  }
}

async function newestOf(readers: readonly { readonly reader: BackwardReader }[]) {
  let newest: { readonly reader: BackwardReader; readonly record: LogRecord } | undefined;
  for (const { reader } of readers) {
    const record = await reader.peek();
    if (record !== undefined && (newest === undefined || record.timestampMs > newest.record.timestampMs))
      newest = { reader, record };
  }
  return newest;
}
