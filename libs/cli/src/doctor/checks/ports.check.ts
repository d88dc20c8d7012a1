import { skipped, type Check } from '../check.js';
import { judgePorts } from '../judge/judge-ports.js';
import { probeHop } from '../../system/probe-hop.js';

/** Where `npm start` listens without `--port-base`. */
const usualPorts = [
  ['producer', 3_000],
  ['consumer', 3_001],
  ['audit', 3_002],
  ['payment-gateway', 3_004],
  ['registry', 3_081],
  ['kafka', 3_092],
] as const;

/** Whether the parts of a run listen, or a run would find its ports free. */
export const portsCheck: Check = {
  name: 'ports',
  look: async ({ run, session }) => {
    if (run === undefined && session.profile !== undefined)
      return [skipped(`the profile ${session.profile.name} is another system`)];
    const wanted = run === undefined ? usualPorts : run.processes.map(({ name, port }) => [name, port] as const);
    const seen = wanted.map(async ([name, port]) => {
      const { reached } = await probeHop('127.0.0.1', port);
      return { name, port, reached };
    });
    return [judgePorts(await Promise.all(seen), run !== undefined)];
  },
};
