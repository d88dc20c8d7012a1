import { describe, expect, it } from '@jest/globals';
import { parseOptions } from './options.ts';

describe('the command line of npm start', () => {
  it('has a default for everything', () => {
    expect(parseOptions([])).toEqual({
      help: false,
      version: false,
      inputs: [],
      once: false,
      output: 'text',
      memory: false,
      portBase: 3000,
      brokers: 1,
      dataDir: undefined,
      rate: undefined,
      keep: false,
      paymentFaults: {},
      timeoutMs: 600_000,
    });
  });

  it('takes every option', () => {
    const text =
      '--input a.csv --input=b*.csv --once --output json --memory --port-base 4000 --data-dir d --rate 50 --keep --brokers 3';
    expect(parseOptions([...text.split(' '), '--timeout', '90'])).toMatchObject({
      inputs: ['a.csv', 'b*.csv'],
      once: true,
      output: 'json',
      memory: true,
      portBase: 4000,
      brokers: 3,
      dataDir: 'd',
      rate: 50,
      keep: true,
      timeoutMs: 90_000,
    });
  });

  it('takes the files of a pattern that the shell expanded', () => {
    expect(parseOptions(['--input', 'a.csv', 'b.csv', '--once'])).toMatchObject({
      inputs: ['a.csv', 'b.csv'],
      once: true,
    });
  });

  it.each([
    [['--fail', 'payments=10%'], { failRate: 0.1 }],
    [['--fail', 'payments=0.25%', '--outage=payments=30s'], { failRate: 0.0025, outageMs: 30_000 }],
    [['--fail=payments=100%'], { failRate: 1 }],
    [['--outage', 'payments=500ms'], { outageMs: 500 }],
    [['--outage', 'payments=10m'], { outageMs: 600_000 }],
  ])('reads %j', (args, paymentFaults) => {
    expect(parseOptions(args).paymentFaults).toEqual(paymentFaults);
  });

  it.each([
    '10%',
    'payments',
    'payments=',
    'payments=10',
    'payments=0%',
    'payments=101%',
    'payments=-1%',
    'stock=5%',
    '',
  ])('refuses --fail %p', (value) => {
    const detail = `--fail is payments=<share>%, above 0% and at most 100%, not "${value}".`;
    expect(() => parseOptions([`--fail=${value}`])).toThrow(
      expect.objectContaining({ code: 'SPW-1001', message: detail }),
    );
  });

  it.each(['30s', 'payments=30', 'payments=0s', 'payments=11m', 'payments=1h', 'payments=1.5s', 'kafka=30s', ''])(
    'refuses --outage %p',
    (value) => {
      const detail = `--outage is payments=<time> as 500ms, 30s or 2m, at most 10m, not "${value}".`;
      expect(() => parseOptions([`--outage=${value}`])).toThrow(
        expect.objectContaining({ code: 'SPW-1001', message: detail }),
      );
    },
  );

  it.each([
    [['--rat', '5'], "Unknown option '--rat'. Did you mean --rate?"],
    [['--frobnicate'], "Unknown option '--frobnicate'."],
    [['--rate'], "Option '--rate' argument missing."],
    [['--rate', 'fast'], '--rate is a whole number of events per second from 1 to 1000000, not "fast".'],
    [['--rate', '0'], '--rate is a whole number of events per second from 1 to 1000000, not "0".'],
    [['--port-base', '80'], '--port-base is a whole number from 1024 to 65341, not "80".'],
    [['--port-base', '65342'], '--port-base is a whole number from 1024 to 65341, not "65342".'],
    [['--brokers', '2'], '--brokers is 1 or 3, not "2".'],
    [['--output', 'xml'], '--output is text or json, not "xml".'],
    [['--data-dir', ''], '--data-dir needs a value.'],
    [['--timeout', '1.5'], '--timeout is a whole number of seconds from 1 to 86400, not "1.5".'],
    [['--timeout', '-1'], '--timeout is a whole number of seconds from 1 to 86400, not "-1".'],
    [['--rate', '-5'], '--rate is a whole number of events per second from 1 to 1000000, not "-5".'],
    [['--port-base', '-1'], '--port-base is a whole number from 1024 to 65341, not "-1".'],
    [['--rate', '--once'], "Option '--rate' argument missing."],
    [['--once=yes'], "Option '--once' does not take an argument."],
  ])('refuses %j', (args, detail) => {
    expect(() => parseOptions(args)).toThrow(expect.objectContaining({ code: 'SPW-1001', message: detail }));
  });
});
