import type { Contract } from './contract.js';

/** Full names that a contract goes by, oldest first. */
export function namesOfContract({ fullName, aliases }: Contract): readonly string[] {
  return [...aliases, fullName];
}
