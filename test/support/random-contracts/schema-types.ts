import { randomNamespace } from './random-contract.ts';

/** A type as a schema in JSON has it. */
export interface SchemaPart {
  readonly type: unknown;
  readonly name?: string;
  readonly logicalType?: string;
  readonly precision?: number;
  readonly scale?: number;
  readonly fields?: readonly { readonly name: string; readonly type: unknown }[];
  readonly items?: unknown;
  readonly values?: unknown;
  readonly symbols?: readonly string[];
  readonly size?: number;
  readonly 'spillway.long'?: unknown;
}

const kinds: Readonly<Record<string, string>> = {
  int: 'number',
  long: 'number',
  float: 'number',
  double: 'number',
  bytes: 'string',
  fixed: 'string',
  enum: 'string',
  map: 'object',
  record: 'object',
};

export const isBigint = ({ type, 'spillway.long': form }: Partial<SchemaPart>): boolean =>
  type === 'long' && form === 'bigint';

/** The types of a schema, said once more than in the code. */
export class SchemaTypes {
  readonly #named = new Map<string, SchemaPart>();

  constructor(schema: unknown) {
    this.#learn(schema);
  }

  definitionOf(schema: unknown): Partial<SchemaPart> {
    if (typeof schema !== 'string') return schema as Partial<SchemaPart>;
    return this.#named.get(schema) ?? { type: schema };
  }

  /** Whether values of the union name their branch: where JSON has no other way to tell. */
  namesBranch(branches: readonly unknown[]): boolean {
    const found = branches.map((each) => this.#kindOf(each));
    const json = found.map((kind) => (kind === 'time' ? 'string' : kind));
    return new Set(json).size < json.length || (found.includes('time') && found.includes('object'));
  }

  nameOf(branch: unknown): string {
    const { name, type } = this.definitionOf(branch);
    return name === undefined ? String(type) : `${randomNamespace}.${name}`;
  }

  /** What its values are in JSON; a time by itself, which is an object in a payload. */
  #kindOf(schema: unknown): string {
    const { type, logicalType, 'spillway.long': form } = this.definitionOf(schema);
    if (isBigint({ type, 'spillway.long': form })) return 'string';
    if (logicalType === 'timestamp-millis') return 'time';
    if (logicalType !== undefined && logicalType !== 'nobody-knows') return 'string';
    return kinds[type as string] ?? String(type);
  }

  #learn(part: unknown): void {
    if (typeof part !== 'object' || part === null) return;
    const { name, type } = part as Partial<SchemaPart>;
    if (name !== undefined && ['record', 'enum', 'fixed'].includes(type as string))
      this.#named.set(name, part as SchemaPart);
    for (const inner of Object.values(part)) this.#learn(inner);
  }
}
