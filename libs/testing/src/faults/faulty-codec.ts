import { SpillwayError } from '@spillway/events';
import type { EventCodec } from '@spillway/streaming';
import type { FaultInjector } from './fault-injector.js';

type UsedCodec = Pick<EventCodec, 'encode' | 'decode'>;

/** A codec whose registry does not answer (`SPW-3003`) when `faults` says so. */
export function faultyCodec(codec: UsedCodec, faults: FaultInjector): UsedCodec {
  const away = (): Promise<never> =>
    Promise.reject(new SpillwayError('SPW-3003', 'Injected: the schema registry does not answer'));
  return {
    decode: (value, origin) => (faults.take('decode') === undefined ? codec.decode(value, origin) : away()),
    encode: (definition, payload, headers) =>
      faults.take('encode') === undefined ? codec.encode(definition, payload, headers) : away(),
  };
}
