import avro from 'avsc';
import type { Tap } from './avsc-internals.js';
import { readSoundString } from './sound-string.js';

/** Avro `string`, in UTF-8 or refused. */
export class SoundStringType extends avro.types.StringType {
  _read(tap: Tap): string | undefined {
    return readSoundString(tap);
  }
}
