import { createHash } from 'node:crypto';
import { fullNameOf, type AvroField, type AvroRecord } from './avro-json.ts';
import { kebabCase } from './kebab-case.ts';
import type { ContractFile } from './load-contracts.ts';
import { printType } from './print-type.ts';

/** The TypeScript module of one contract; `schema` is its self-contained form. */
export function printModule(file: ContractFile, schema: AvroRecord): string {
  const names = new Set<string>();
  const body = printInterface(file.record, (name) => names.add(name));
  names.delete(file.fullName);
  const imports = [...names].toSorted().map((name) => printImport(name, file.folder));
  const parts = [printHeader(file, schema), [...printEventImport(file), ...imports].join('\n'), body];
  if (file.kind === 'event') parts.push(printSchema(file.record.name, schema));
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function printHeader(file: ContractFile, schema: AvroRecord): string {
  const hash = createHash('sha256').update(JSON.stringify(schema)).digest('hex');
  return `// Generated from ${file.path} by \`npm run generate\`; do not edit.\n// Schema SHA-256: ${hash}`;
}

function printEventImport(file: ContractFile): readonly string[] {
  if (file.kind !== 'event') return [];
  const up = '../'.repeat(file.folder.split('/').length + 1);
  return [`import type { AvroSchema } from '${up}event-definition.js';`];
}

function printImport(fullName: string, folder: string): string {
  const name = fullName.slice(fullName.lastIndexOf('.') + 1);
  if (!fullName.startsWith(`${folder.replaceAll('/', '.')}.`)) {
    throw new Error(`${fullName} belongs to another aggregate than ${folder}`);
  }
  return `import type { ${name} } from './${kebabCase(name)}.js';`;
}

function printInterface(record: AvroRecord, onName: (fullName: string) => void): string {
  const fields = record.fields.map((field) => printField(field, record, onName));
  return `${printDoc(record.doc, '')}export interface ${record.name} {\n${fields.join('\n')}\n}`;
}

function printField(field: AvroField, record: AvroRecord, onName: (fullName: string) => void): string {
  if (field.doc === undefined) throw new Error(`${fullNameOf(record)}.${field.name} has no doc`);
  return `${printDoc(field.doc, '  ')}  readonly ${field.name}: ${printType(field.type, onName)};`;
}

function printDoc(doc: string | undefined, indent: string): string {
  return doc === undefined ? '' : `${indent}/** ${doc.replaceAll('*/', '* /')} */\n`;
}

function printSchema(name: string, schema: AvroRecord): string {
  const constant = `${name[0]!.toLowerCase()}${name.slice(1)}Schema`;
  const json = JSON.stringify(schema, null, 2);
  return `/** The contract as it is registered. */\nexport const ${constant} = ${json} as const satisfies AvroSchema;`;
}
