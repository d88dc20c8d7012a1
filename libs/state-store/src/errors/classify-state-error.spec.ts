import { describe, expect, it } from '@jest/globals';
import { SpillwayError, isSpillwayError } from '@spillway/events';
import { classifyStateError } from './classify-state-error.js';

const where = 'PostgreSQL at db:5432/spillway';

describe('classifyStateError', () => {
  it.each([
    ['refused', withCode('ECONNREFUSED'), 'SPW-6001'],
    ['name not resolved', withCode('EAI_AGAIN'), 'SPW-6001'],
    ['server shutting down', withCode('57P01'), 'SPW-6001'],
    ['connection failure', withCode('08006'), 'SPW-6001'],
    ['primary turned replica', withCode('25006'), 'SPW-6001'],
    ['cut in mid-statement', new Error('Connection terminated unexpectedly'), 'SPW-6001'],
    ['no answer to a connect', new Error('timeout exceeded when trying to connect'), 'SPW-6001'],
    ['closed embedded database', new Error('PGlite is closed'), 'SPW-6001'],
    ['deadlock', withCode('40P01'), 'SPW-6006'],
    ['too many connections', withCode('53300'), 'SPW-6006'],
    ['lock not available', withCode('55P03'), 'SPW-6006'],
    ['statement cancelled', withCode('57014'), 'SPW-6006'],
    ['wrong password', withCode('28P01'), 'SPW-6007'],
    ['unknown database', withCode('3D000'), 'SPW-6007'],
    ['TLS refused', new Error('The server does not support SSL connections'), 'SPW-6007'],
  ])('%s', (_, error, code) => {
    const classified = classifyStateError(error, where) as SpillwayError;
    expect(classified).toMatchObject({ code, cause: error });
    expect(classified.message).toContain(where);
    expect(classified.retryable).toBe(code !== 'SPW-6007');
  });

  it('looks into the list of addresses that were tried, whose own message is empty', () => {
    const tried = new AggregateError([withCode('ECONNREFUSED', 'connect ECONNREFUSED ::1:5432')], '');
    expect(classifyStateError(tried, where)).toMatchObject({
      code: 'SPW-6001',
      message: expect.stringContaining('::1'),
    });
  });

  it.each([
    ['a unique key broken', withCode('23505')],
    ['a wrong statement', withCode('42601')],
    ['an error of the handler', new TypeError('x is not a function')],
    ['no error at all', 'text'],
  ])('leaves %s as it is', (_, error) => {
    expect(classifyStateError(error, where)).toBe(error);
  });

  it('leaves an error that has a code already', () => {
    const known = new SpillwayError('SPW-6006', 'busy');
    expect(classifyStateError(known, where)).toBe(known);
    expect(isSpillwayError(known, 'SPW-6006')).toBe(true);
  });
});

function withCode(code: string, message = code): Error {
  return Object.assign(new Error(message), { code });
}
