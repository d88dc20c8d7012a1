import { join } from 'node:path';
import { stackDir } from '../../../tools/setup/paths.mjs';
import { runJava } from '../run-java.ts';

/** Values written by one schema, to be read by another or the same. */
export interface WrittenValues {
  readonly writer: unknown;
  readonly reader: unknown;
  readonly bytes: readonly Buffer[];
}

/** What Apache Avro reads from the bytes, in the form of `plainValue` but that every union names its branch. Needs a JDK. */
export async function readWithJava(written: readonly WrittenValues[]): Promise<readonly (readonly unknown[])[]> {
  const asked = written.map(({ writer, reader, bytes }) => ({
    writer,
    reader,
    hex: bytes.map((one) => one.toString('hex')),
  }));
  const jars = join(stackDir, 'registry', 'lib');
  const answer = await runJava('ReadAvro', [], { input: Buffer.from(JSON.stringify(asked)), jars });
  return JSON.parse(answer.toString('utf8')) as readonly (readonly unknown[])[];
}

/** A value of ours in the form that all sides have: bytes as `{ hex }`, times as milliseconds, a branch that is named as `{ branch }`. */
export function plainValue(value: unknown): unknown {
  if (Buffer.isBuffer(value)) return { hex: value.toString('hex') };
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plainValue(part)]));
}
