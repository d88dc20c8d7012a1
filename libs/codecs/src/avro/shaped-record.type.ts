import avro from 'avsc';
import { compile } from './compile.js';
import type { Tap } from './avsc-internals.js';
import { readerOf } from './reader-of.js';
import { mostWrittenOut, recordShape, type RecordShape } from './record-shape.js';

/** An Avro record whose objects are of the shape that all records with its fields have. */
export class ShapedRecordType extends avro.types.RecordType {
  /** What resolvers call with undefined for a field that the writer lacks. */
  _createConstructor(): RecordShape {
    const shape = shapeOf(this);
    const values = this.fields.map((_field, index) => `v${index}`);
    const filled = this.fields.map((field, index) =>
      field.defaultValue() === undefined
        ? `v${index}`
        : `v${index} === undefined ? f[${index}].defaultValue() : v${index}`,
    );
    if (filled.join() === values.join()) return shape;
    // A class that extends another makes no object before it is told to.
    const body = `return class extends Shape { constructor(${values.join()}) { return new Shape(${filled.join()}); } };`;
    return compile({ Shape: shape, f: this.fields }, body);
  }

  /** As avsc's, without the name of the type: records of as many fields share what the engine compiles. */
  _createReader(): (tap: Tap) => unknown {
    if (this.fields.length > mostWrittenOut) return wideReader(this);
    const types = Object.fromEntries(this.fields.map(({ type }, index) => [`t${index}`, type]));
    const values = Object.keys(types).map((name) => `${name}._read(tap)`);
    return compile(
      { Shape: shapeOf(this), ...types },
      `return function (tap) { return new Shape(${values.join()}); };`,
    );
  }
}

function wideReader(record: avro.types.RecordType): (tap: Tap) => unknown {
  const Shape = shapeOf(record);
  const readers = record.fields.map(({ type }) => readerOf<unknown>(type));
  return (tap) => new Shape(...readers.map((read) => read(tap)));
}

function shapeOf({ fields }: avro.types.RecordType): RecordShape {
  return recordShape(fields.map(({ name }) => name));
}
