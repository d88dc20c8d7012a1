import { setImmediate as nextTurn } from 'node:timers/promises';
import { SpillwayError } from '@spillway/events';
import {
  sinkWith,
  sourceWith,
  transportWith,
  type RecordSink,
  type RecordSource,
  type Transport,
} from '@spillway/streaming';
import type { FaultInjector } from './fault-injector.js';

/** A connection whose appends (by topic) and commits fail as `faults` says: `SPW-1110` refused, `SPW-1111` unknown. */
export function faultyTransport(transport: Transport, faults: FaultInjector): Transport {
  const sink = faultySink(transport.sink(), faults);
  return transportWith(transport, {
    sink: () => sink,
    source: (options) => faultySource(transport.source(options), faults),
  });
}

function faultySink(sink: RecordSink, faults: FaultInjector): RecordSink {
  return sinkWith(sink, {
    append: async (record) => {
      const effect = faults.take('append', record.topic);
      if (effect === undefined) return sink.append(record);
      if (effect === 'lose-answer') await sink.append(record);
      else await nextTurn();
      if (effect === 'refuse') throw new SpillwayError('SPW-1110', `Injected: ${record.topic} refuses the record`);
      throw new SpillwayError('SPW-1111', `Injected: no answer from ${record.topic}`);
    },
  });
}

function faultySource(source: RecordSource, faults: FaultInjector): RecordSource {
  return sourceWith(source, {
    commit: async (positions, options) => {
      const effect = faults.take('commit');
      if (effect === undefined || effect === 'lose-answer') await source.commit(positions, options);
      if (effect !== undefined) throw new SpillwayError('SPW-1101', 'Injected: the coordinator does not answer');
    },
  });
}
