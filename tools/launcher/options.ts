import { parseArgs } from 'node:util';
import { SpillwayError } from '@spillway/events';
import { highestPortOffset } from './port-plan.ts';
import { suggestOption } from './suggest-option.ts';

export interface StartOptions {
  readonly help: boolean;
  /** Files and patterns as given; empty for the sample. */
  readonly inputs: readonly string[];
  readonly once: boolean;
  readonly output: 'text' | 'json';
  readonly memory: boolean;
  readonly portBase: number;
  /** Absent for a throw-away folder. */
  readonly dataDir?: string;
  /** Events per second; absent for as fast as it goes. */
  readonly rate?: number;
  readonly keep: boolean;
  readonly timeoutMs: number;
}

const optionTypes = {
  help: { type: 'boolean', short: 'h', default: false },
  input: { type: 'string', multiple: true, default: [] as string[] },
  once: { type: 'boolean', default: false },
  output: { type: 'string', default: 'text' },
  memory: { type: 'boolean', default: false },
  'port-base': { type: 'string', default: '3000' },
  'data-dir': { type: 'string' },
  rate: { type: 'string' },
  keep: { type: 'boolean', default: false },
  timeout: { type: 'string', default: '600' },
} as const;

/**
 * Reads the command line of `npm start`.
 *
 * @throws SpillwayError `SPW-1001` on an unknown option, a missing value or one out of range
 */
export function parseOptions(args: readonly string[]): StartOptions {
  const { values, positionals } = parse(args);
  const { help, once, memory, keep, output } = values;
  if (output !== 'text' && output !== 'json') throw invalid(`--output is text or json, not "${output}".`);
  return {
    help,
    once,
    memory,
    keep,
    output,
    // A pattern without quotes is expanded by the shell: its second file arrives as an argument of its own.
    inputs: [...values.input, ...positionals],
    portBase: wholeNumber('--port-base', values['port-base'], { min: 1024, max: 65_535 - highestPortOffset }),
    dataDir: nonEmpty('--data-dir', values['data-dir']),
    rate: values.rate === undefined ? undefined : wholeNumber('--rate', values.rate, { min: 1, max: 1_000_000 }),
    timeoutMs: 1000 * wholeNumber('--timeout', values.timeout, { min: 1, max: 86_400 }),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: optionTypes, allowPositionals: true });
  } catch (error) {
    const [sentence = ''] = (error as Error).message.split(/\. |\n/);
    const unknown = /^Unknown option '(.+?)'/.exec(sentence)?.[1];
    const hint = unknown === undefined ? '' : suggestOption(unknown, Object.keys(optionTypes));
    throw invalid(`${sentence.replace(/ <value>/, '')}.${hint}`);
  }
}

function wholeNumber(name: string, text: string, { min, max }: { min: number; max: number }): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= max) return value;
  throw invalid(`${name} is a whole number from ${min} to ${max}, not "${text}".`);
}

function nonEmpty(name: string, text: string | undefined): string | undefined {
  if (text === '') throw invalid(`${name} needs a value.`);
  return text;
}

function invalid(detail: string): SpillwayError {
  return new SpillwayError('SPW-1001', detail);
}
