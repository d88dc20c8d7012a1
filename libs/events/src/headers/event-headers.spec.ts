import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertyRuns } from '../../../../test/support/property-runs.js';
import type { EventEnvelope } from '../event-envelope.js';
import { attributeProblem } from './attribute-problem.js';
import { envelopeFromHeaders } from './envelope-from-headers.js';
import { envelopeToHeaders } from './envelope-to-headers.js';
import type { EventHeaders } from './event-headers.js';
import { readEventHeaders } from './read-event-headers.js';

const tries = propertyRuns('event headers', 2_000);

const envelope: EventEnvelope = {
  id: '2ed6657d-e927-568b-95e1-2665a8aea6a2',
  source: '/retail/import',
  type: 'retail.orders.OrderPlaced',
  time: '2010-12-01T08:26:00.000Z',
  subject: '536365',
  correlationId: 'corr/1',
  causationId: 'cause ü',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
};
const asBytes = (headers: Readonly<Record<string, string>>): Record<string, Buffer> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Buffer.from(value)]));

describe('an envelope', () => {
  it('travels as the Kafka binding of CloudEvents says', () => {
    expect(envelopeToHeaders(envelope)).toEqual({
      ce_specversion: '1.0',
      ce_id: envelope.id,
      ce_source: '/retail/import',
      ce_type: 'retail.orders.OrderPlaced',
      ce_time: '2010-12-01T08:26:00.000Z',
      ce_subject: '536365',
      ce_correlationid: 'corr/1',
      ce_causationid: 'cause ü',
      traceparent: envelope.traceparent,
      'content-type': 'application/avro',
    });
  });

  it('comes back, from text and from bytes', () => {
    const { id, source, type } = envelope;
    for (const one of [envelope, { id, source, type }]) {
      expect(envelopeFromHeaders(envelopeToHeaders(one))).toEqual(one);
      expect(envelopeFromHeaders(asBytes(envelopeToHeaders(one)))).toEqual(one);
    }
  });

  it.each<[string, EventHeaders, string]>([
    ['no id', { ce_id: undefined }, 'ce_id'],
    ['an empty id', { ce_id: '' }, 'ce_id'],
    ['a long id', { ce_id: 'x'.repeat(257) }, 'ce_id'],
    ['an id of many bytes', { ce_id: 'ü'.repeat(129) }, 'ce_id'],
    ['a line break in the id', { ce_id: 'a\r\nb' }, 'ce_id'],
    ['an id that is not UTF-8', { ce_id: Buffer.from([0x61, 0xff]) }, 'ce_id'],
    ['two ids', { ce_id: ['a', 'b'] }, 'ce_id'],
    ['no source', { ce_source: undefined }, 'ce_source'],
    ['no type', { ce_type: Buffer.alloc(0) }, 'ce_type'],
    ['a time without a zone', { ce_time: '2010-12-01T08:26:00' }, 'ce_time'],
    ['control characters in the subject', { ce_subject: 'a\u0085' }, 'ce_subject'],
  ])('with %s is refused, but what can be read is', (_name, change, pointer) => {
    const headers = { ...envelopeToHeaders(envelope), ...change };
    expect(() => envelopeFromHeaders(headers)).toThrow(expect.objectContaining({ code: 'SPW-3006' }));
    const { attributes, issues } = readEventHeaders(headers);
    expect(issues.map((issue) => issue.pointer)).toEqual([pointer]);
    expect(attributes).toMatchObject({ traceparent: envelope.traceparent });
    expect(Object.keys(attributes)).toHaveLength(Object.keys(envelope).length - 1);
  });

  it('does not care for a malformed traceparent, as W3C says', () => {
    const { traceparent: _left, ...rest } = envelope;
    expect(envelopeFromHeaders({ ...envelopeToHeaders(envelope), traceparent: 'zz' })).toEqual(rest);
  });
});

describe('attributeProblem', () => {
  it(
    'accepts every id that CloudEvents accepts, up to 256 bytes',
    () => {
      const ids = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
      fc.assert(
        fc.property(ids, (id) => {
          fc.pre(Buffer.byteLength(id) <= 256 && !/\p{Cc}/u.test(id));
          expect(attributeProblem(id)).toBeUndefined();
        }),
        tries.options,
      );
      expect(attributeProblem('x'.repeat(256))).toBeUndefined();
      expect(attributeProblem('a'.repeat(86) + 'ü'.repeat(85))).toBeUndefined();
    },
    tries.timeoutMs,
  );

  it.each([undefined, null, 1, {}, '', '\0', '\u007f', '\ud800', 'ü'.repeat(129)])('refuses %j', (value) => {
    expect(attributeProblem(value)).toMatch(/^(is|holds) /);
  });
});
