import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fullNameOf, isRecord, type AvroRecord } from './avro-json.ts';

/** One `.avsc` file. */
export interface ContractFile {
  /** Relative to the repository. */
  readonly path: string;
  /** Folders below `schemas/` that its generated module gets, e.g. `retail/orders`. */
  readonly folder: string;
  readonly fullName: string;
  readonly record: AvroRecord;
  /** An event has a folder of its own; a record in the aggregate's folder is shared by its events. */
  readonly kind: 'event' | 'shared';
}

/**
 * Reads `schemas/<domain>/<aggregate>/<event>/<Event>.avsc` (events) and `schemas/<domain>/<aggregate>/<Name>.avsc`
 * (records that events share), in a fixed order.
 */
export function loadContracts(root: string): readonly ContractFile[] {
  const paths = readdirSync(join(root, 'schemas'), { recursive: true, encoding: 'utf8' });
  return paths
    .filter((path) => path.endsWith('.avsc'))
    .map((path) => path.replaceAll('\\', '/'))
    .toSorted()
    .map((path) => loadContract(root, path));
}

function loadContract(root: string, path: string): ContractFile {
  const [domain, aggregate, ...rest] = path.split('/');
  const record: AvroRecord = JSON.parse(readFileSync(join(root, 'schemas', path), 'utf8'));
  if (!isRecord(record)) throw new Error(`schemas/${path}: a contract is an Avro record`);
  const fileName = rest.at(-1);
  if (rest.length > 2 || fileName !== `${record.name}.avsc` || record.namespace !== `${domain}.${aggregate}`) {
    throw new Error(`schemas/${path}: name, namespace and path of a contract agree`);
  }
  return {
    path: `schemas/${path}`,
    folder: `${domain}/${aggregate}`,
    fullName: fullNameOf(record),
    record,
    kind: rest.length === 2 ? 'event' : 'shared',
  };
}
