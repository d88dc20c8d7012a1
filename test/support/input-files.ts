import { resolve } from 'node:path';

/** A month of the real input, which lies beside the checkout. */
export function inputFile(name: string): string {
  return resolve(import.meta.dirname, '../../../shared/data/online-retail', name);
}

export const sampleDay = resolve(import.meta.dirname, '../../samples/online-retail-2010-12-01.csv.gz');
