import { randomUUID } from 'node:crypto';
import type { OutgoingRecord, RecordSource, SourceOptions, Transport } from '@spillway/streaming';
import { RecordingListener } from './recording-listener.js';

/** What one contract test works with: topics and groups of its own, and members that are stopped after it. */
export class ContractBench {
  readonly #sources: RecordSource[] = [];
  readonly #run = randomUUID().slice(0, 8);
  #names = 0;

  constructor(readonly transport: Transport) {}

  name(word: string): string {
    return `contract.${word}-${this.#run}-${++this.#names}`;
  }

  async topic(partitions: number): Promise<string> {
    const name = this.name('topic');
    await this.transport.admin().ensureTopics([{ name, partitions }]);
    return name;
  }

  source(options: Partial<SourceOptions> & Pick<SourceOptions, 'topics'>): RecordSource {
    const source = this.transport.source({ groupId: this.name('group'), startFrom: 'beginning', ...options });
    this.#sources.push(source);
    return source;
  }

  /** A started member and what it heard. */
  async member(
    options: Partial<SourceOptions> & Pick<SourceOptions, 'topics'>,
    prepare: (listener: RecordingListener) => void = () => {},
  ): Promise<{ source: RecordSource; heard: RecordingListener }> {
    const source = this.source(options);
    const heard = new RecordingListener();
    prepare(heard);
    await source.start(heard);
    return { source, heard };
  }

  /** Appends values `<word>0 … <word>n-1` to one partition, one after the other. */
  async fill(topic: string, partition: number, count: number, word = 'v'): Promise<void> {
    const acks = Array.from({ length: count }, (_, index) =>
      this.transport.sink().append(recordOf({ topic, partition, value: Buffer.from(`${word}${index}`) })),
    );
    await Promise.all(acks);
  }

  async committed(groupId: string, topic: string): Promise<Record<number, bigint>> {
    const positions = await this.transport.admin().committed(groupId, [topic]);
    return Object.fromEntries(positions.map((position) => [position.partition, position.offset]));
  }

  async stopAll(): Promise<void> {
    await Promise.all(this.#sources.map((source) => source.stop()));
  }
}

export function recordOf(record: Partial<OutgoingRecord> & { topic: string }): OutgoingRecord {
  return { key: null, value: Buffer.from('v'), headers: {}, ...record };
}
