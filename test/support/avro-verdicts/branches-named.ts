import { SchemaTypes } from '../random-contracts/schema-types.ts';

/**
 * A value in which every union names its branch, `{ branch: value }`, as Spillway has it: with those names alone without
 * which JSON would not tell the branches apart.
 */
export function branchesNamed(schema: unknown, value: unknown): unknown {
  const types = new SchemaTypes(schema);
  const visit = (part: unknown, read: unknown): unknown => {
    if (typeof read !== 'object' || read === null) return read;
    if (Array.isArray(part)) return visitUnion(part, read);
    const { type, fields, items, values } = types.definitionOf(part);
    if (type === 'array') return (read as readonly unknown[]).map((item) => visit(items, item));
    if (type === 'map') return mapped(read, () => values);
    if (type === 'record') return mapped(read, (key) => fields!.find(({ name }) => name === key)!.type);
    return typeof type === 'object' ? visit(type, read) : read;
  };
  const mapped = (read: object, typeOf: (key: string) => unknown): object =>
    Object.fromEntries(Object.entries(read).map(([key, each]) => [key, visit(typeOf(key), each)]));
  const visitUnion = (branches: readonly unknown[], read: object): unknown => {
    const [[name, inner]] = Object.entries(read) as [[string, unknown]];
    const branch = branches.find((each) => shortName(types.nameOf(each)) === shortName(name));
    if (branch === undefined) throw new Error(`No branch ${name} in ${JSON.stringify(branches)}`);
    const plain = visit(branch, inner);
    return types.namesBranch(branches) ? { [name]: plain } : plain;
  };
  return visit(schema, value);
}

function shortName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
