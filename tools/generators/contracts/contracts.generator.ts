import type { Generator } from '../generator.ts';
import { inlineShared } from './inline-shared.ts';
import { kebabCase } from './kebab-case.ts';
import { loadContracts } from './load-contracts.ts';
import { printModule } from './print-module.ts';

const folder = 'libs/events/src/generated';

/** Payload types and schema constants from `schemas/`. */
export const contractsGenerator: Generator = {
  name: 'contracts',
  ownedFolders: [folder],
  generate(root) {
    const files = loadContracts(root);
    const shared = new Map(
      files.filter((file) => file.kind === 'shared').map((file) => [file.fullName, file.record] as const),
    );
    return files.map((file) => ({
      path: `${folder}/${file.folder}/${kebabCase(file.record.name)}.ts`,
      content: printModule(file, inlineShared(file.record, shared)),
    }));
  },
};
