type Field = Readonly<Record<string, unknown>>;

/** Schemas in short; every named type is of the namespace `shop` unless it says another. */
export const record = (name: string, fields: readonly Field[], more: object = {}) => ({
  type: 'record',
  name,
  namespace: 'shop',
  fields,
  ...more,
});
export const field = (name: string, type: unknown, more: object = {}): Field => ({ name, type, ...more });
export const enumOf = (name: string, symbols: readonly string[], more: object = {}) => ({
  type: 'enum',
  name,
  namespace: 'shop',
  symbols,
  ...more,
});
export const fixed = (name: string, size: number, more: object = {}) => ({
  type: 'fixed',
  name,
  namespace: 'shop',
  size,
  ...more,
});
export const arrayOf = (items: unknown) => ({ type: 'array', items });
export const mapOf = (values: unknown) => ({ type: 'map', values });
export const decimal = (precision: number, scale: number, type: unknown = 'bytes') => ({
  type,
  logicalType: 'decimal',
  precision,
  scale,
});
