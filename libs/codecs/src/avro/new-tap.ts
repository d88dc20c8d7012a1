import avro from 'avsc';
import type { Tap } from './avsc-internals.js';

type TapClass = new (buffer: Buffer, pos: number) => Tap;

/** avsc's cursor over bytes, which it hands to its types and does not export. */
export const newTap = (buffer: Buffer, pos: number): Tap => new (tapClass ??= catchTapClass())(buffer, pos);

let tapClass: TapClass | undefined;

function catchTapClass(): TapClass {
  let caught: unknown;
  class Catcher extends avro.types.LongType {
    _read(tap: object): number {
      caught = tap.constructor;
      return 0;
    }
  }
  new Catcher().decode(Buffer.alloc(1));
  return caught as TapClass;
}
