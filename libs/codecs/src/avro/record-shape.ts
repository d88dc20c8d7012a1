import { compile } from './compile.js';

/** Makes a record's object of the values of its fields, in their order. */
export type RecordShape = new (...values: unknown[]) => object;

const shapes = new Map<string, WeakRef<RecordShape>>();
const unused = new FinalizationRegistry<string>((names) => {
  if (shapes.get(names)?.deref() === undefined) shapes.delete(names);
});

/**
 * The one class of all records with these fields; its objects are plain ones. With a class for each type, as avsc has
 * it, types of the same fields would have the same source, by which the engine keeps what it learns about it: another
 * class each time, so that every field is looked up anew, at several times the cost of all the rest.
 *
 * @param fieldNames as Avro has them: letters, digits and underscores
 */
export function recordShape(fieldNames: readonly string[]): RecordShape {
  const names = fieldNames.join();
  const known = shapes.get(names)?.deref();
  if (known !== undefined) return known;
  const shape = compileShape(fieldNames);
  shapes.set(names, new WeakRef(shape));
  unused.register(shape, names);
  return shape;
}

/** With more fields than this the engine compiles a function of them for half a second, in hundreds of megabytes. */
export const mostWrittenOut = 64;

function compileShape(fieldNames: readonly string[]): RecordShape {
  if (fieldNames.length > mostWrittenOut) return wideShape(fieldNames);
  const values = fieldNames.map((_name, index) => `v${index}`);
  const stores = fieldNames.map((name, index) => `this.${name} = v${index};`);
  const shape = compile<RecordShape>({}, `return function (${values.join()}) {\n${stores.join('\n')}\n};`);
  shape.prototype = Object.prototype;
  return shape;
}

function wideShape(fieldNames: readonly string[]): RecordShape {
  const shape = function (this: Record<string, unknown>, ...values: unknown[]): void {
    for (const [index, name] of fieldNames.entries()) this[name] = values[index];
  } as unknown as RecordShape;
  shape.prototype = Object.prototype;
  return shape;
}
