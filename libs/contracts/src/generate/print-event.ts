import type { Contract, EventContract } from '../files/contract.js';
import { unqualified } from '../schema/full-name.js';
import { eventTopic } from '../files/event-topic.js';
import { kebabCase } from '../files/kebab-case.js';
import type { KeyField } from './key-field.js';
import { moduleFrom, printDoc, printHeader, schemaConstant } from './print-module.js';
import { referenceImports, referencesLine } from './print-shared-type.js';

export interface EventModuleOptions {
  readonly schema: Readonly<Record<string, unknown>>;
  /** Where `defineEvent` comes from; with a dot in front from the folder of generated files. */
  readonly schemaTypeModule: string;
  readonly key: KeyField;
  /** Types with subjects of their own that it names. */
  readonly references: readonly Contract[];
}

/** The TypeScript module that defines an event: topic, contract, key and how it is registered, under the name of its payload's type. */
export function printEvent(contract: EventContract, options: EventModuleOptions): string {
  const { schema, schemaTypeModule, key, references } = options;
  const name = unqualified(contract.fullName);
  const constant = schemaConstant(name);
  const value = `payload.${key.field.name}`;
  const lines = [
    printHeader(contract, schema),
    '',
    `import { defineEvent } from '${moduleFrom(schemaTypeModule, contract)}';`,
    `import { ${constant}, type ${name} as Payload } from './${kebabCase(name)}.js';`,
    ...referenceImports(references),
    '',
    `export type ${name} = Payload;`,
    '',
    `${printDoc(contract.type.node.doc, '')}export const ${name} = defineEvent<Payload>({`,
    `  topic: '${eventTopic(contract)}',`,
    `  schema: ${constant},`,
    ...referencesLine(references),
    ...(contract.subjectStrategy === undefined ? [] : [`  subjectStrategy: '${contract.subjectStrategy}',`]),
    ...(contract.schemaIdLocation === undefined ? [] : [`  schemaIdLocation: '${contract.schemaIdLocation}',`]),
    `  key: (payload) => ${key.isText ? value : `String(${value})`},`,
    '});',
  ];
  return `${lines.join('\n')}\n`;
}
