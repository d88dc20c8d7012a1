import { assertWithin, readBlock } from '../avro/read-block.js';
import { enterRecord, leaveRecord } from '../avro/record-depth.js';
import type { JsonTextWriter } from './json-text-writer.js';

const comma = 0x2c;
const [openArray, closeArray, closeRecord] = [0x5b, 0x5d, 0x7d];

export interface FieldText {
  readonly name: string;
  readonly write: JsonTextWriter;
}

/** Every record counts as nested, not those alone that may hold themselves: what is too deep for that goes the long way. */
export function recordText(fields: readonly FieldText[]): JsonTextWriter {
  const steps = fields.map(({ name, write }, index) => {
    return { lead: Buffer.from(`${index === 0 ? '{' : ','}${JSON.stringify(name)}:`), write };
  });
  return (tap, out) => {
    enterRecord();
    for (let index = 0; index < steps.length; index++) {
      const { lead, write } = steps[index]!;
      out.constant(lead);
      write(tap, out);
    }
    if (steps.length === 0) out.ascii('{');
    out.byte(closeRecord);
    leaveRecord();
  };
}

export function arrayText(item: JsonTextWriter): JsonTextWriter {
  return (tap, out) => {
    out.byte(openArray);
    let isFirst = true;
    for (let count = readBlock(tap); count > 0; count = readBlock(tap)) {
      for (let index = 0; index < count; index++) {
        if (!isFirst) out.byte(comma);
        isFirst = false;
        item(tap, out);
        assertWithin(tap);
      }
    }
    out.byte(closeArray);
  };
}

/** A value of one of several types, without a tag. */
export function unionText(branches: readonly JsonTextWriter[]): JsonTextWriter {
  return (tap, out) => {
    const branch = branches[tap.readLong()];
    if (branch === undefined) throw new RangeError('has a branch that its union does not have');
    branch(tap, out);
  };
}
