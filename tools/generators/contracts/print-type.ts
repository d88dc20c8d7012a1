import { fullNameOf, isObject, type AvroJson, type AvroObject } from './avro-json.ts';

const primitiveTypes: Readonly<Record<string, string>> = {
  null: 'null',
  boolean: 'boolean',
  int: 'number',
  long: 'number',
  float: 'number',
  double: 'number',
  bytes: 'Buffer',
  string: 'string',
};

/** What a value of the schema is in TypeScript, exactly as the codec gives it; `onName` hears of every named type used. */
export function printType(schema: AvroJson, onName: (fullName: string) => void): string {
  if (typeof schema === 'string') return primitiveTypes[schema] ?? printName(schema, onName);
  if (!isObject(schema)) return printUnion(schema, onName);
  if (schema.logicalType !== undefined) return printLogicalType(schema);
  switch (schema.type) {
    case 'record':
      return printName(fullNameOf(schema), onName);
    case 'array':
      return `readonly ${parenthesised(printType(schema.items!, onName))}[]`;
    case 'map':
      return `Readonly<Record<string, ${printType(schema.values!, onName)}>>`;
    case 'enum':
      return schema.symbols!.map((symbol) => `'${symbol}'`).join(' | ');
    case 'fixed':
      return 'Buffer';
    default:
      return printType(schema.type, onName);
  }
}

/** More than one real branch would need a tag to tell them apart; our contracts use optional values only. */
function printUnion(branches: readonly AvroJson[], onName: (fullName: string) => void): string {
  const real = branches.filter((branch) => branch !== 'null');
  if (real.length !== 1 || branches.length !== 2) throw new Error('A union of a contract is null and one type');
  return `${printType(real[0]!, onName)} | null`;
}

function printLogicalType(schema: AvroObject): string {
  if (schema.logicalType === 'decimal') return 'string';
  if (schema.logicalType === 'timestamp-millis') return 'Date';
  throw new Error(`The logical type ${schema.logicalType} has no form in a payload yet`);
}

function printName(fullName: string, onName: (fullName: string) => void): string {
  onName(fullName);
  return fullName.slice(fullName.lastIndexOf('.') + 1);
}

function parenthesised(type: string): string {
  return /[ |]/.test(type) ? `(${type})` : type;
}
