import { isSpillwayError, SpillwayError } from '@spillway/events';
import type { ContractRegistry } from './contract-registry.js';

/**
 * Registers a schema; answers its id.
 *
 * @throws SpillwayError `SPW-3007` naming the subject that the registry refuses · `SPW-3003`
 */
export async function registerNamed(
  registry: ContractRegistry,
  ...[subject, schema, references]: Parameters<ContractRegistry['register']>
): Promise<number> {
  try {
    return await registry.register(subject, schema, references);
  } catch (error) {
    if (!isSpillwayError(error, 'SPW-3007')) throw error;
    const detail = `Contract ${subject}: ${error.message}`;
    throw new SpillwayError('SPW-3007', detail, { cause: error, context: { subject } });
  }
}
