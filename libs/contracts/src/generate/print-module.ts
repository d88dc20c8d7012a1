import { createHash } from 'node:crypto';
import { dirname, posix } from 'node:path';
import type { Contract } from '../files/contract.js';
import { unqualified } from '../schema/full-name.js';
import type { EnumNode, FieldNode, FixedNode, NamedNode, Place, RecordNode } from '../schema/schema-node.js';
import { kebabCase } from '../files/kebab-case.js';
import { printType, type TypeListener } from './print-type.js';

export interface ModuleOptions {
  /** The contract's schema as it is registered. */
  readonly schema: Readonly<Record<string, unknown>>;
  /** Where `AvroSchema` comes from; with a dot in front from the folder of generated files. */
  readonly schemaTypeModule: string;
  onProblem(place: Place, detail: string): void;
}

/** The TypeScript module of one contract: its type and one for each record that its file defines, and the schema of what is registered. */
export function printModule(contract: Contract, options: ModuleOptions): string {
  const printer = new ModulePrinter(contract, options);
  return printer.print();
}

class ModulePrinter implements TypeListener {
  readonly #contract: Contract;
  readonly #options: ModuleOptions;
  readonly #imports = new Set<string>();
  /** Records of this file, each printed once, in the order they are met. */
  readonly #own = new Set<RecordNode>();

  constructor(contract: Contract, options: ModuleOptions) {
    this.#contract = contract;
    this.#options = options;
  }

  print(): string {
    const { node } = this.#contract.type;
    const types = node.kind === 'record' ? this.#printInterfaces(node) : [this.#printAlias(node)];
    this.#refuseSameNames();
    const imports = [...this.#printSchemaImport(), ...[...this.#imports].toSorted().map(printImport)];
    const parts = [printHeader(this.#contract, this.#options.schema), imports.join('\n'), ...types];
    if (this.#contract.subject !== undefined) parts.push(this.#printSchema());
    return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
  }

  #printSchemaImport(): readonly string[] {
    if (this.#contract.subject === undefined) return [];
    return [`import type { AvroSchema } from '${moduleFrom(this.#options.schemaTypeModule, this.#contract)}';`];
  }

  #printInterfaces(root: RecordNode): readonly string[] {
    this.#own.add(root);
    const interfaces: string[] = [];
    // Printing one may meet others: they are added to the set that is walked.
    for (const record of this.#own) interfaces.push(this.#printInterface(record));
    return interfaces;
  }

  #printAlias({ name, doc }: NamedNode): string {
    return `${printDoc(doc, '')}export type ${unqualified(name)} = ${printType(this.#contract.type, this)};`;
  }

  #printInterface(record: RecordNode): string {
    const fields = record.fields.map((field) => this.#printField(field));
    const name = unqualified(record.name);
    return `${printDoc(record.doc, '')}export interface ${name} {\n${fields.join('\n')}\n}`;
  }

  #printField({ name, doc, type, place }: FieldNode): string {
    if (doc === undefined) this.#options.onProblem(place, 'has no doc');
    return `${printDoc(doc, '  ')}  readonly ${name}: ${printType(type, this)};`;
  }

  onRecord(record: RecordNode): string {
    if (!this.#isOwn(record)) return this.#import(record);
    this.#own.add(record);
    return unqualified(record.name);
  }

  onSimple(node: EnumNode | FixedNode): string | undefined {
    return this.#isOwn(node) ? undefined : this.#import(node);
  }

  onProblem(place: Place, detail: string): void {
    this.#options.onProblem(place, detail);
  }

  #isOwn({ place }: NamedNode): boolean {
    return place.source === this.#contract.shownAs;
  }

  #import({ name }: NamedNode): string {
    this.#imports.add(name);
    return unqualified(name);
  }

  #refuseSameNames(): void {
    const names = [...[...this.#own].map(({ name }) => name), ...this.#imports].map(unqualified);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice === undefined) return;
    this.#options.onProblem(this.#contract.type.place, `has two types that would both be called ${twice}`);
  }

  #printSchema(): string {
    const constant = schemaConstant(unqualified(this.#contract.fullName));
    const json = JSON.stringify(this.#options.schema, null, 2);
    return `/** The contract as it is registered. */\nexport const ${constant} = ${json} as const satisfies AvroSchema;`;
  }
}

export function printHeader({ path }: Contract, schema: Readonly<Record<string, unknown>>): string {
  const hash = createHash('sha256').update(JSON.stringify(schema)).digest('hex');
  return `// Generated from schemas/${path} by \`spillway contracts generate\`; do not edit.\n// Schema SHA-256: ${hash}`;
}

/** What a generated module calls the schema of an event. */
export function schemaConstant(name: string): string {
  return `${name[0]!.toLowerCase()}${name.slice(1)}Schema`;
}

/**
 * A module as the one of a contract imports it.
 *
 * @param module a package, or a path from the folder of generated files
 */
export function moduleFrom(module: string, contract: Contract): string {
  const depth = moduleFolder(contract).split('/').length;
  return module.startsWith('.') ? posix.join('../'.repeat(depth), module) : module;
}

/** Below the folder of generated files: domain and aggregate. */
export function moduleFolder({ path, kind }: Contract): string {
  return kind === 'event' ? dirname(dirname(path)) : dirname(path);
}

function printImport(fullName: string): string {
  const name = unqualified(fullName);
  return `import type { ${name} } from './${kebabCase(name)}.js';`;
}

export function printDoc(doc: string | undefined, indent: string): string {
  return doc === undefined ? '' : `${indent}/** ${doc.replaceAll('*/', '* /')} */\n`;
}
