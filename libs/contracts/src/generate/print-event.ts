import type { Contract } from '../files/contract.js';
import { unqualified } from '../schema/full-name.js';
import { eventTopic } from './event-topic.js';
import { kebabCase } from './kebab-case.js';
import type { KeyField } from './key-field.js';
import { moduleFrom, printDoc, printHeader, schemaConstant } from './print-module.js';

export interface EventModuleOptions {
  readonly schema: Readonly<Record<string, unknown>>;
  /** Where `defineEvent` comes from; with a dot in front from the folder of generated files. */
  readonly schemaTypeModule: string;
  readonly key: KeyField;
}

/** The TypeScript module that defines an event: topic, contract and key, under the name of its payload's type. */
export function printEvent(contract: Contract, { schema, schemaTypeModule, key }: EventModuleOptions): string {
  const name = unqualified(contract.fullName);
  const constant = schemaConstant(name);
  const value = `payload.${key.field.name}`;
  const lines = [
    printHeader(contract, schema),
    '',
    `import { defineEvent } from '${moduleFrom(schemaTypeModule, contract)}';`,
    `import { ${constant}, type ${name} as Payload } from './${kebabCase(name)}.js';`,
    '',
    `export type ${name} = Payload;`,
    '',
    `${printDoc(contract.type.node.doc, '')}export const ${name} = defineEvent<Payload>({`,
    `  topic: '${eventTopic(contract)}',`,
    `  schema: ${constant},`,
    `  key: (payload) => ${key.isText ? value : `String(${value})`},`,
    '});',
  ];
  return `${lines.join('\n')}\n`;
}
