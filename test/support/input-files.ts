import { resolve } from 'node:path';

/** One full month of the real input: 1,393 orders. */
export const sampleMonth = resolve(import.meta.dirname, '../fixtures/online-retail/2011-02.csv.gz');

export const sampleDay = resolve(import.meta.dirname, '../../samples/online-retail-2010-12-01.csv.gz');

/** Every reason for a reject, second copies, conflicts; as a glob, for the launcher to expand. */
export const dirtyFiles = resolve(import.meta.dirname, '../fixtures/dirty/*.csv*');

/** Files of the real input that are not in this repository, where `SPILLWAY_RETAIL_FILES` names them, with commas between. */
export const retailFiles: readonly string[] | undefined = process.env['SPILLWAY_RETAIL_FILES']
  ?.split(',')
  .map((file) => resolve(file));
