import { describe, expect, it } from '@jest/globals';
import type { AuditBlock, EventCodec, LogRecord, RoundBatch } from '@spillway/streaming';
import * as fc from 'fast-check';
import { toAuditBlocks } from './to-audit-blocks.js';

/** Its JSON is as long as the value says. */
const codec = {
  decodeAsJson: (value: Buffer) => ({ type: 't', text: Buffer.alloc(value.readUInt32BE(), 'x') }),
} as unknown as EventCodec;

function batchOf(partition: number, lengths: readonly number[]): RoundBatch {
  const records = lengths.map((length, index): LogRecord => {
    const value = Buffer.alloc(4);
    value.writeUInt32BE(length);
    // Every second offset holds no record.
    return { topic: 't', partition, offset: index * 2 + 1, timestampMs: 0, key: null, value, headers: {} };
  });
  const nextOffset = lengths.length * 2 + 1;
  return {
    topic: 't',
    topicId: 'life-1',
    partition,
    baseOffset: 0,
    records,
    nextOffset,
    highWatermark: nextOffset,
    sizeBytes: records.length * 4,
  };
}

async function chunksOf(round: readonly RoundBatch[], maxBytes: number): Promise<(readonly AuditBlock[])[]> {
  const decoding = { codec, maxBytes };
  const chunks: (readonly AuditBlock[])[] = [];
  for await (const chunk of toAuditBlocks(decoding, round, new AbortController().signal)) chunks.push(chunk);
  return chunks;
}

describe('a round as blocks', () => {
  it('is given away in parts that take no more than they may, with every record and every offset', async () => {
    const lengths = fc.array(fc.array(fc.nat(2_000), { maxLength: 12 }), { maxLength: 4 });
    const property = fc.asyncProperty(lengths, fc.integer({ min: 1, max: 6_000 }), async (partitions, maxBytes) => {
      const round = partitions.map((one, partition) => batchOf(partition, one));
      const chunks = await chunksOf(round, maxBytes);
      for (const chunk of chunks) {
        const rows = chunk.flatMap((block) => block.rows);
        const allButLast = rows
          .slice(0, -1)
          .reduce((sum, { payloadJson }) => sum + 256 + 4 + (payloadJson?.length ?? 0), 0);
        expect(allButLast).toBeLessThan(maxBytes);
      }
      for (const batch of round) {
        const blocks = chunks.flat().filter(({ partition }) => partition === batch.partition);
        expect(blocks.flatMap(({ rows }) => rows.map(({ offset }) => offset))).toEqual(
          batch.records.map(({ offset }) => offset),
        );
        let next = 0;
        for (const { firstOffset, lastOffset, rows } of blocks) {
          expect(firstOffset).toBe(next);
          for (const { offset } of rows) expect(offset >= firstOffset && offset <= lastOffset).toBe(true);
          next = lastOffset + 1;
        }
        expect(next).toBe(batch.nextOffset);
      }
    });
    await fc.assert(property, { numRuns: 200 });
  });

  it('69 keeps an event whose payload becomes a text without end by its bytes alone', async () => {
    const limit = 4 * 1024 * 1024;
    const [[block]] = (await chunksOf([batchOf(0, [limit, limit + 2])], 1e9)) as [[AuditBlock]];
    const [fitting, endless] = block.rows;
    expect(fitting).toMatchObject({ kind: 'event', reason: expect.not.stringContaining('bytes as JSON') });
    expect(fitting!.payloadJson).toHaveLength(limit);
    expect(endless).toMatchObject({ kind: 'event', payloadJson: null, schemaId: null });
    expect(endless!.reason).toContain(`the payload has ${limit + 2} bytes as JSON`);
    expect(endless!.value!.readUInt32BE()).toBe(limit + 2);
  });
});
