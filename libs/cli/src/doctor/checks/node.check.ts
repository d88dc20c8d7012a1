import { judgeNode } from '../judge/judge-node.js';
import type { Check } from '../check.js';

/** Whether this Node runs what is here. */
export const nodeCheck: Check = {
  name: 'node',
  look: () => Promise.resolve([judgeNode(process.version)]),
};
