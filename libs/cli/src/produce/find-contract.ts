import type { Contract, EventContract } from '@spillway/contracts';
import { UsageError } from '../context/usage-error.js';

/**
 * The event's contract by its full name, or by the last parts of it where they name one only.
 *
 * @throws UsageError `SPW-3030` none, or several
 */
export function findContract(contracts: readonly Contract[], name: string): EventContract {
  const events = contracts.filter((contract) => contract.kind === 'event');
  const found = events.filter(({ fullName }) => fullName === name || fullName.endsWith(`.${name}`));
  const exact = found.find(({ fullName }) => fullName === name);
  if (exact !== undefined) return exact;
  if (found.length === 1) return found[0]!;
  const list = (found.length > 1 ? found : events).map(({ fullName }) => fullName).join(', ');
  const what = found.length > 1 ? `${name} may be several` : `No contract here is of an event ${name}`;
  throw new UsageError('SPW-3030', `${what}: ${list}`);
}
