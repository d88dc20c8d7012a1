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
      dataDir: undefined,
      rate: undefined,
      keep: false,
      timeoutMs: 600_000,
    });
  });

  it('takes every option', () => {
    const text =
      '--input a.csv --input=b*.csv --once --output json --memory --port-base 4000 --data-dir d --rate 50 --keep';
    expect(parseOptions([...text.split(' '), '--timeout', '90'])).toMatchObject({
      inputs: ['a.csv', 'b*.csv'],
      once: true,
      output: 'json',
      memory: true,
      portBase: 4000,
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
    [['--rat', '5'], "Unknown option '--rat'. Did you mean --rate?"],
    [['--frobnicate'], "Unknown option '--frobnicate'."],
    [['--rate'], "Option '--rate' argument missing."],
    [['--rate', 'fast'], '--rate is a whole number of events per second from 1 to 1000000, not "fast".'],
    [['--rate', '0'], '--rate is a whole number of events per second from 1 to 1000000, not "0".'],
    [['--port-base', '80'], '--port-base is a whole number from 1024 to 65343, not "80".'],
    [['--port-base', '65344'], '--port-base is a whole number from 1024 to 65343, not "65344".'],
    [['--output', 'xml'], '--output is text or json, not "xml".'],
    [['--data-dir', ''], '--data-dir needs a value.'],
    [['--timeout', '1.5'], '--timeout is a whole number of seconds from 1 to 86400, not "1.5".'],
    [['--timeout', '-1'], '--timeout is a whole number of seconds from 1 to 86400, not "-1".'],
    [['--rate', '-5'], '--rate is a whole number of events per second from 1 to 1000000, not "-5".'],
    [['--port-base', '-1'], '--port-base is a whole number from 1024 to 65343, not "-1".'],
    [['--rate', '--once'], "Option '--rate' argument missing."],
    [['--once=yes'], "Option '--once' does not take an argument."],
  ])('refuses %j', (args, detail) => {
    expect(() => parseOptions(args)).toThrow(expect.objectContaining({ code: 'SPW-1001', message: detail }));
  });
});
