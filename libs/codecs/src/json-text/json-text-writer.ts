import type { Tap } from '../avro/avsc-internals.js';
import type { JsonBuffer } from './json-buffer.js';

/**
 * Writes the next value of one Avro type as JSON text: the text of its `JsonForm`, without the value in between. It
 * throws whatever it likes where the bytes are no sound value or only the long way can tell: that is gone then, and says
 * why.
 */
export type JsonTextWriter = (tap: Tap, out: JsonBuffer) => void;
