import { intakeLimits } from '../../../apps/audit/dist/sink/intake-limits.js';
import { toAuditBlocks } from '../../../apps/audit/dist/sink/to-audit-blocks.js';
import { defaultIntakeBytes } from '../../../libs/audit-store/dist/audit-config.js';
import { ByteWriter } from '../../../libs/audit-store/dist/encode/byte-writer.js';
import { encodeInsert } from '../../../libs/audit-store/dist/encode/encode-insert.js';
import { insertLimits, planInserts } from '../../../libs/audit-store/dist/encode/plan-inserts.js';
import { makeRounds } from './make-rounds.ts';

/** The rows of a run in the inserts that the store would make of them, as RowBinary. */
export async function encodeInserts(events: number): Promise<readonly Buffer[]> {
  const { codec, rounds, makeSlot } = await makeRounds(events);
  const roundAt = await makeSlot();
  const { insertBytes: maxBytes } = intakeLimits(defaultIntakeBytes);
  const { signal } = new AbortController();
  const writer = new ByteWriter();
  const inserts: Buffer[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for await (const blocks of toAuditBlocks({ codec, maxBytes }, roundAt(round), signal)) {
      for (const insert of planInserts(blocks, { ...insertLimits, maxBytes })) {
        inserts.push(Buffer.from((await encodeInsert(writer, insert, Date.now())).bytes));
      }
    }
  }
  return inserts;
}
