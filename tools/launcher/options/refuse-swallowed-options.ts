import { SpillwayError } from '@spillway/events';

const names = [
  'once',
  'memory',
  'port_base',
  'brokers',
  'data_dir',
  'rate',
  'keep',
  'timeout',
  'input',
  'output',
  'fail',
  'outage',
];

/**
 * `npm start --once` gives the option to npm, which drops it without a word; only what follows `--` arrives here.
 *
 * @throws SpillwayError `SPW-1001` naming the option and how to write it
 */
export function refuseSwallowedOptions(environment: NodeJS.ProcessEnv): void {
  const swallowed = names
    .filter((name) => environment[`npm_config_${name}`])
    .map((name) => `--${name.replace('_', '-')}`);
  if (swallowed.length === 0) return;
  const fix = `Put them after two dashes: npm start -- ${swallowed.join(' ')}`;
  throw new SpillwayError('SPW-1001', `npm took ${swallowed.join(', ')} for options of its own.`, { context: { fix } });
}
