import type { ContractSet } from '../files/contract.js';
import { generateContracts, type GenerateOptions } from './generate-contracts.js';
import type { Generator } from './generator.js';

/** The generator of types and schema constants; its folder holds nothing else. */
export function contractsGenerator(contracts: ContractSet, options: GenerateOptions): Generator {
  return {
    name: 'contracts',
    ownedFolders: [options.folder],
    generate: () => generateContracts(contracts, options),
  };
}
