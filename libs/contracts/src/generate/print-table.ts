import type { Contract } from '../files/contract.js';
import { unqualified } from '../schema/full-name.js';
import { kebabCase } from '../files/kebab-case.js';
import { moduleFolder } from './print-module.js';

/** The module with every defined event: what a codec is given, and its payloads by type. */
export function printTable(contracts: readonly Contract[], schemaTypeModule: string): string {
  const names = contracts.map(({ fullName }) => unqualified(fullName));
  const rows = contracts.map((contract, index) => {
    const name = names[index]!;
    const isAlone = names.indexOf(name) === names.lastIndexOf(name);
    return { contract, name, local: isAlone ? name : localName(contract.fullName) };
  });
  const imports = rows.map(({ contract, name, local }) => {
    const imported = local === name ? name : `${name} as ${local}`;
    return `import { ${imported} } from './${moduleFolder(contract)}/${kebabCase(name)}.event.js';`;
  });
  const lines = [
    '// Generated from schemas/ by `spillway contracts generate`; do not edit.',
    '',
    `import type { EventDefinition } from '${schemaTypeModule}';`,
    ...imports,
    '',
    '/** Every event that is defined here: what a codec reads and writes. */',
    'export const events: readonly EventDefinition<never>[] = [',
    ...rows.map(({ local }) => `  ${local},`),
    '];',
    '',
    '/** Payloads by event type. */',
    'export interface EventPayloads {',
    ...rows.map(({ contract, local }) => `  readonly '${contract.fullName}': ${local};`),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

/** `retail.orders.OrderPlaced` as `RetailOrdersOrderPlaced`. */
function localName(fullName: string): string {
  return fullName.replaceAll(/(?:^|\.)(\w)/g, (_, letter: string) => letter.toUpperCase());
}
