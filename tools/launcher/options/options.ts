import { parseArgs } from 'node:util';
import { SpillwayError } from '@spillway/events';
import { brokerCounts, type BrokerCount } from '../../local-stack/kafka-nodes.ts';
import { parsePaymentFaults, type PaymentFaults } from './payment-faults.ts';
import { highestPortOffset } from './port-plan.ts';
import { suggestOption } from './suggest-option.ts';

export interface StartOptions {
  readonly help: boolean;
  readonly version: boolean;
  /** Files and patterns as given; empty for the sample. */
  readonly inputs: readonly string[];
  readonly once: boolean;
  readonly output: 'text' | 'json';
  readonly memory: boolean;
  readonly portBase: number;
  /** Nodes of the local Kafka. */
  readonly brokers: BrokerCount;
  /** Absent for a throw-away folder. */
  readonly dataDir?: string;
  /** Events per second; absent for as fast as it goes. */
  readonly rate?: number;
  readonly keep: boolean;
  /** `--fail` and `--outage`. */
  readonly paymentFaults: PaymentFaults;
  readonly timeoutMs: number;
}

const optionTypes = {
  help: { type: 'boolean', short: 'h', default: false },
  version: { type: 'boolean', default: false },
  input: { type: 'string', multiple: true, default: [] as string[] },
  once: { type: 'boolean', default: false },
  output: { type: 'string', default: 'text' },
  memory: { type: 'boolean', default: false },
  'port-base': { type: 'string', default: '3000' },
  brokers: { type: 'string', default: '1' },
  'data-dir': { type: 'string' },
  rate: { type: 'string' },
  keep: { type: 'boolean', default: false },
  fail: { type: 'string' },
  outage: { type: 'string' },
  timeout: { type: 'string', default: '600' },
} as const;

const numeric = ['--port-base', '--rate', '--timeout'];

interface Numbers {
  readonly what: string;
  readonly min: number;
  readonly max: number;
}

const portBases: Numbers = { what: 'whole number', min: 1024, max: 65_535 - highestPortOffset };
const rates: Numbers = { what: 'whole number of events per second', min: 1, max: 1_000_000 };
const timeouts: Numbers = { what: 'whole number of seconds', min: 1, max: 86_400 };

/**
 * Reads the command line of `npm start`.
 *
 * @throws SpillwayError `SPW-1001` on an unknown option, a missing value or one out of range
 */
export function parseOptions(args: readonly string[]): StartOptions {
  const { values, positionals } = parse(args);
  const { help, version, once, memory, keep, output } = values;
  if (output !== 'text' && output !== 'json') throw invalid(`--output is text or json, not "${output}".`);
  return {
    help,
    version,
    once,
    memory,
    keep,
    output,
    // A pattern without quotes is expanded by the shell: its second file arrives as an argument of its own.
    inputs: [...values.input, ...positionals],
    portBase: wholeNumber('--port-base', values['port-base'], portBases),
    brokers: brokerCount(values.brokers),
    dataDir: nonEmpty('--data-dir', values['data-dir']),
    rate: values.rate === undefined ? undefined : wholeNumber('--rate', values.rate, rates),
    paymentFaults: parsePaymentFaults(values.fail, values.outage),
    timeoutMs: 1000 * wholeNumber('--timeout', values.timeout, timeouts),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: joinNegatives(args), options: optionTypes, allowPositionals: true });
  } catch (error) {
    const [sentence = ''] = (error as Error).message.split(/\. |\.?\n/);
    const unknown = /^Unknown option '(.+?)'/.exec(sentence)?.[1];
    const hint = unknown === undefined ? '' : suggestOption(unknown, Object.keys(optionTypes));
    const cause = sentence.replace(/ <value>/, '').replace(/ argument is ambiguous$/, ' argument missing');
    throw invalid(`${cause}.${hint}`);
  }
}

/** `--rate -5` as `--rate=-5`: the parser takes a dash for the next option, and would not say what is wrong with -5. */
function joinNegatives(args: readonly string[]): string[] {
  return args.reduce<string[]>((joined, arg) => {
    const option = joined.at(-1);
    if (/^-[\d.]/.test(arg) && option !== undefined && numeric.includes(option)) joined[joined.length - 1] += `=${arg}`;
    else joined.push(arg);
    return joined;
  }, []);
}

function wholeNumber(name: string, text: string, { what, min, max }: Numbers): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= max) return value;
  throw invalid(`${name} is a ${what} from ${min} to ${max}, not "${text}".`);
}

function brokerCount(text: string): BrokerCount {
  const count = brokerCounts.find((candidate) => String(candidate) === text);
  if (count === undefined) throw invalid(`--brokers is ${brokerCounts.join(' or ')}, not "${text}".`);
  return count;
}

function nonEmpty(name: string, text: string | undefined): string | undefined {
  if (text === '') throw invalid(`${name} needs a value.`);
  return text;
}

function invalid(detail: string): SpillwayError {
  return new SpillwayError('SPW-1001', detail);
}
