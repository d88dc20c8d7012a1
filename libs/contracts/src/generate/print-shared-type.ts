import type { Contract } from '../files/contract.js';
import { unqualified } from '../schema/full-name.js';
import { kebabCase } from '../files/kebab-case.js';
import { moduleFrom, printHeader, schemaConstant } from './print-module.js';

export interface SharedTypeModuleOptions {
  readonly schema: Readonly<Record<string, unknown>>;
  /** Where `defineSharedType` comes from; with a dot in front from the folder of generated files. */
  readonly schemaTypeModule: string;
  /** Types with subjects of their own that it names. */
  readonly references: readonly Contract[];
}

/** The TypeScript module that defines a shared type with a subject of its own. */
export function printSharedType(
  contract: Contract,
  { schema, schemaTypeModule, references }: SharedTypeModuleOptions,
): string {
  const name = unqualified(contract.fullName);
  const constant = schemaConstant(name);
  const lines = [
    printHeader(contract, schema),
    '',
    `import { defineSharedType } from '${moduleFrom(schemaTypeModule, contract)}';`,
    `import { ${constant} } from './${kebabCase(name)}.js';`,
    ...referenceImports(references),
    '',
    `/** ${name} as contracts refer to it. */`,
    `export const ${sharedTypeConstant(name)} = defineSharedType({`,
    `  schema: ${constant},`,
    `  subject: '${contract.subject}',`,
    ...referencesLine(references),
    '});',
  ];
  return `${lines.join('\n')}\n`;
}

/** Of the definition of an event or a shared type: its modules lie beside those of what it refers to. */
export function referenceImports(references: readonly Contract[]): readonly string[] {
  return references.map(({ fullName }) => {
    const name = unqualified(fullName);
    return `import { ${sharedTypeConstant(name)} } from './${kebabCase(name)}.shared.js';`;
  });
}

export function referencesLine(references: readonly Contract[]): readonly string[] {
  if (references.length === 0) return [];
  return [`  references: [${references.map(({ fullName }) => sharedTypeConstant(unqualified(fullName))).join(', ')}],`];
}

function sharedTypeConstant(name: string): string {
  return `${name[0]!.toLowerCase()}${name.slice(1)}Type`;
}
