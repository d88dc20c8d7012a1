import { constants } from 'node:os';
import { errorTable } from '@spillway/events';
import { dependencyCodes } from './dependency-codes.js';

/** Of the error table, of the operating system, and of the network as Node names it: a few hundred, known beforehand. */
const known: ReadonlySet<string> = new Set([
  ...Object.keys(errorTable),
  ...Object.keys(constants.errno),
  ...dependencyCodes,
]);

/** A code as a metric's label. What a handler throws may carry any text as its code; each would be a series of its own. */
export function errorLabel(code: string): string {
  return known.has(code) ? code : 'unclassified';
}
