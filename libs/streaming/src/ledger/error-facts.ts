/** What anything thrown says about itself. */
export interface ErrorFacts {
  readonly className: string;
  readonly message: string;
  /** Empty when there is none. */
  readonly stack: string;
}

const maxClassLength = 200;
const minClassLength = 3;

/** Reads anything that can be thrown without running code of a primitive's or object's `toString`. Total: never throws. */
export function errorFacts(error: unknown): ErrorFacts {
  if (typeof error === 'string') return { className: 'string', message: error, stack: '' };
  if ((typeof error !== 'object' && typeof error !== 'function') || error === null) {
    return { className: error === null ? 'null' : typeof error, message: String(error), stack: '' };
  }
  return { className: classOf(error), message: textOf(error, 'message'), stack: textOf(error, 'stack') };
}

/** `name` as it was set, or the constructor's where it was left (or is pg's `error`), unless a minifier made that up. */
function classOf(error: object): string {
  const name = textOf(error, 'name');
  const ofConstructor = textOf(read(error, 'constructor'), 'name');
  const isSet = name !== '' && name !== 'Error' && name !== 'error';
  const className = isSet || ofConstructor.length < minClassLength ? name || 'object' : ofConstructor;
  return className.slice(0, maxClassLength).toWellFormed();
}

function textOf(value: unknown, field: string): string {
  const text = read(value, field);
  return typeof text === 'string' ? text : '';
}

/** Fields may be getters that throw; a proxy may be revoked. */
function read(value: unknown, field: string): unknown {
  try {
    return (value as Readonly<Record<string, unknown>> | null | undefined)?.[field];
  } catch {
    return undefined;
  }
}
