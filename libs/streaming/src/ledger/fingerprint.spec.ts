import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import { propertyRuns } from '../../../../test/support/property-runs.js';
import { fingerprint, type FingerprintParts } from './fingerprint.js';

const runs = propertyRuns('fingerprint', 2_000);
jest.setTimeout(runs.timeoutMs);

/** One real error, as Node and the libraries threw it. */
interface Golden {
  readonly what: string;
  readonly thrown:
    { readonly constructorName: string; readonly stack: readonly string[] } | { readonly value: unknown } | object;
  readonly value: string;
  readonly parts: FingerprintParts;
}
const golden = JSON.parse(
  readFileSync(join(import.meta.dirname, 'fingerprints.golden.json'), 'utf8'),
) as readonly Golden[];

function thrownBy({ thrown }: Golden): unknown {
  if (!('stack' in thrown)) return 'value' in thrown ? thrown.value : undefined;
  const { constructorName, stack } = thrown;
  return { ...thrown, stack: stack.join('\n'), constructor: { name: constructorName } };
}

const text = fc.stringMatching(/^[^"\\]{0,20}$/);
const hex = fc.stringMatching(/^[0-9a-f]{8,40}$/);
const moment = fc.date({ min: new Date('1971-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
/** What differs between two occurrences of one error, by its kind. */
const variables = {
  integer: fc.integer().map(String),
  amount: fc.integer({ min: 1, max: 10 ** 9 }).map((cents) => `£${(cents / 100).toLocaleString('en')}`),
  float: fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  uuid: fc.uuid(),
  hex,
  address: hex.map((digits) => `0x${digits}`),
  id: fc.stringMatching(/^[A-Za-z_]{1,10}[0-9][A-Za-z0-9_-]{1,20}[A-Za-z]$/),
  quoted: text.map((content) => `"${content}"`),
  iso: moment.map((date) => date.toISOString()),
  date: moment.map(String),
  utc: moment.map((date) => date.toUTCString()),
  local: moment.map((date) => date.toLocaleString('en-US', { timeZone: 'UTC' })),
  mail: fc.stringMatching(/^[a-z][a-z0-9._+-]{0,12}@[a-z]{1,9}\.[a-z]{2,5}$/),
  url: fc.webUrl({ withQueryParameters: true }).filter((url) => !/[,;()=[\]{}<>|'`]|[.:!?]$/.test(url)),
  ip: fc.ipV4().map((host) => `${host}:9092`),
  ip6: fc.ipV6().filter((host) => /\d/.test(host)),
  list: fc.array(fc.nat(), { minLength: 1, maxLength: 9 }).map((ids) => ids.join(', ')),
} as const;
const kinds = Object.keys(variables) as (keyof typeof variables)[];
const word = fc.constantFrom('order', 'of', 'customer', 'failed:', 'is not valid', 'at', "can't", 'for', 'position');
/** The same sentence twice, each with values of its own. */
const twoOccurrences = fc
  .array(fc.tuple(word, fc.constantFrom(...kinds)), { minLength: 1, maxLength: 5 })
  .chain((slots) =>
    fc
      .tuple(...[0, 1].map(() => fc.tuple(...slots.map(([, kind]) => variables[kind]))))
      .map((occurrences) =>
        occurrences.map((values) => `${slots.map(([before], index) => `${before} ${values[index]}`).join(' ')} again`),
      ),
  );
const name = fc.stringMatching(/^[A-Z][a-z]{2,10}$/);

function errorOf(className: string, message: string, frames: readonly string[]): Error {
  const error = new Error(message);
  error.name = className;
  error.stack = [`${className}: ${message}`, ...frames.map((frame) => `    at ${frame}`)].join('\n');
  return error;
}

describe('the fingerprint of an error, version 1', () => {
  it.each(golden)('is as recorded for $what', (one) => {
    const { value, version, parts } = fingerprint(thrownBy(one), 'ReserveStock');
    expect({ value, version, parts }).toEqual({ value: one.value, version: 1, parts: one.parts });
  });

  it('tells the recorded errors apart', () => {
    expect(new Set(golden.map(({ value }) => value)).size).toBe(golden.length);
  });

  it('is the same for other ids, numbers, dates, quoted strings and addresses, and for other line numbers', () => {
    fc.assert(
      fc.property(twoOccurrences, fc.tuple(fc.nat(), fc.nat()), ([one, other], [line, column]) => {
        const first = errorOf('StockError', one!, ['Reserve.handle (/app/dist/reserve.js:10:5)']);
        const second = errorOf('StockError', other!, [
          `async Reserve.handle (/srv/app/src/reserve.ts:${line}:${column})`,
        ]);
        expect(fingerprint(second, 'h').parts).toEqual(fingerprint(first, 'h').parts);
        expect(fingerprint(second, 'h').value).toBe(fingerprint(first, 'h').value);
      }),
      runs.options,
    );
  });

  it('differs by handler, class, function and module', () => {
    fc.assert(
      fc.property(fc.tuple(name, name, name, name), fc.tuple(name, name, name, name), (one, other) => {
        const [first, second] = [one, other].map(([handler, className, method, file]) =>
          fingerprint(errorOf(className, 'failed', [`Some.${method} (/app/dist/${file}.js:1:1)`]), handler),
        );
        expect(first!.value === second!.value).toBe(one.join() === other.join());
      }),
      runs.options,
    );
  });

  it('has the first three frames of the application only', () => {
    const { parts } = fingerprint(
      errorOf('E', 'x', [
        'Socket.write (node:net:12:3)',
        'new Pool (file:///app/node_modules/pg/index.js:1:1)',
        'C:\\app\\src\\one.ts:1:1',
        `Engine.run (file://${join(import.meta.dirname, 'engine.js')}:1:1)`,
        'Array.map (<anonymous>)',
        'async Promise.all (index 0)',
        'eval (eval at two (/app/src/two.ts:1:1), <anonymous>:1:1)',
        'async Two.run [as go] (webpack:///./src/deep/two.ts?update=17:5:1)',
        'new Three (/opt/shop/three.cjs:9:9)',
        'four (/app/src/four.ts:1:1)',
      ]),
      'h',
    );
    expect(parts.frames).toEqual(['one#<anonymous>', 'deep/two#Two.run', 'shop/three#new Three']);
  });

  it('takes no frame from the message', () => {
    const message = 'Child failed:\n    at fake (/app/src/fake.ts:1:1)\nend';
    expect(fingerprint(errorOf('E', message, ['real (/app/src/real.ts:1:1)']), 'h').parts.frames).toEqual([
      'real#real',
    ]);
  });

  it('finds the frames although the message was changed later', () => {
    const error = errorOf('E', 'before', ['run (/app/src/real.ts:1:1)', 'deep (/app/src/deep.ts:1:1)']);
    error.message = 'deep';
    expect(fingerprint(error, 'h').parts.frames).toEqual(['real#run', 'deep#deep']);
  });

  it('is class and message without a stack', () => {
    const error = new TypeError('order 5 failed');
    delete error.stack;
    expect(fingerprint(error, 'h').parts).toEqual({
      handler: 'h',
      errorClass: 'TypeError',
      message: 'order <…> failed',
      frames: [],
    });
  });

  it('follows the rule of the application, and passes over one that fails', () => {
    const errors = [errorOf('E', 'one', []), errorOf('E', 'two', [])];
    const by = (rule: () => string | undefined): string[] => errors.map((error) => fingerprint(error, 'h', rule).value);
    const plain = errors.map((error) => fingerprint(error, 'h').value);
    expect(new Set(by(() => 'gateway')).size).toBe(1);
    expect(by(() => 'gateway')).not.toEqual(by(() => 'other'));
    expect(fingerprint(errors[0], 'h', () => 'gateway').parts).toMatchObject({ custom: 'gateway', message: 'one' });
    expect(by(() => undefined)).toEqual(plain);
    expect(by(() => 5 as unknown as string)).toEqual(plain);
    expect(
      by(() => {
        throw new Error('in the rule');
      }),
    ).toEqual(plain);
  });

  it('never throws, whatever was thrown, and stays small', () => {
    const hostile = (): never => {
      throw new Error('hostile');
    };
    const revoked = Proxy.revocable({}, {});
    revoked.revoke();
    // Kept in functions: fast-check itself cannot look at some of them.
    const special: readonly unknown[] = [
      revoked.proxy,
      new Proxy({}, { get: hostile, getPrototypeOf: hostile }),
      Object.freeze(new Error('frozen')),
      Object.create(null),
      Object.defineProperty(new Error('x'), 'stack', { get: hostile }),
      { name: { toString: hostile }, message: Symbol('m'), stack: 5 },
      Symbol('thrown'),
      () => 'thrown',
      Number.NaN,
      -0,
      10n,
    ];
    const error = fc
      .record({ name: fc.string(), message: fc.string({ unit: 'binary' }), stack: fc.string({ unit: 'binary' }) })
      .map((fields) => Object.assign(new Error('made'), fields));
    const thrownValue = fc.oneof(fc.anything(), error).map((value) => () => value);
    fc.assert(
      fc.property(
        fc.oneof(
          thrownValue,
          fc.nat(special.length - 1).map((index) => () => special[index]),
        ),
        fc.string({ unit: 'binary' }),
        (throwing, handler) => {
          const thrown = throwing();
          const { value, parts } = fingerprint(thrown, handler);
          expect(value).toMatch(/^v1:[0-9a-f]{32}$/);
          expect(JSON.stringify(parts).isWellFormed()).toBe(true);
          expect(fingerprint(thrown, handler).value).toBe(value);
        },
      ),
      runs.options,
    );
  });

  it.each([
    ['one letter', 'z'],
    ['one digit', '7'],
    ['blanks', ' '],
    ['quotes', '"'],
    ['apostrophes', "'"],
    ['apostrophes and letters', "'a"],
    ['back-quotes and backslashes', '`\\'],
    ['backslashes', '\\'],
    ['exclamation marks', 'a!!!!'],
    ['brackets', '(['],
    ['placeholders', '<…> '],
    ['days', 'Mon '],
    ['zones', ' GMT ('],
    ['mail addresses', 'a@b.'],
    ['half of a surrogate', '\ud800'],
    ['frames', '\n    at f (/app/src/x.ts:1:1)'],
  ])('reads a bounded part of ten megabytes of %s', (_name, unit) => {
    const message = `Bad value ${unit.repeat(10_000_000 / unit.length)}`;
    const { parts } = fingerprint(errorOf('E', message, ['run (/app/src/x.ts:1:1)']), message);
    expect(parts.message.length).toBeLessThanOrEqual(500);
    expect(parts.handler.length).toBe(500);
    expect(parts.frames).toEqual(['x#run']);
  });

  it('is the same for a short and a huge quoted value at the end, and for other long words', () => {
    const of = (message: string): string => fingerprint(errorOf('E', message, []), 'h').value;
    expect(of(`Bad value "${'x'.repeat(100_000)}"`)).toBe(of('Bad value "x"'));
    expect(of(`Bad value ${'x'.repeat(100)} here`)).toBe(of(`Bad value ${'y'.repeat(70)} here`));
  });

  it('looks at the first two hundred lines of ten thousand frames', () => {
    const frames = Array.from({ length: 10_000 }, (_, line) => `run (node:internal/x:${line}:1)`);
    frames[150] = 'run (/app/src/x.ts:1:1)';
    frames[5_000] = 'run (/app/src/y.ts:1:1)';
    expect(fingerprint(errorOf('E', 'x', frames), 'h').parts.frames).toEqual(['x#run']);
  });
});
