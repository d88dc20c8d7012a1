import { runJava } from './run-java.js';

/** What `Produce.java` is told to do. */
export type JavaStep =
  | { readonly op: 'begin' | 'commit' | 'abort' | 'flush' }
  | {
      readonly op: 'send';
      readonly topic: string;
      readonly partition?: number;
      readonly key?: Buffer | null;
      readonly value?: Buffer | null;
      readonly timestamp?: bigint;
      readonly headers?: readonly (readonly [name: string, value: Buffer | null])[];
    };

/**
 * Writes with Kafka's own Java client.
 *
 * @param settings of the producer, under Kafka's names
 * @returns for each record sent its offset, or the message of why it was refused
 */
export async function produceWithJava(
  brokers: readonly string[],
  settings: Readonly<Record<string, string>>,
  steps: readonly JavaStep[],
): Promise<readonly string[]> {
  const all = { 'bootstrap.servers': brokers.join(','), ...settings };
  const args = Object.entries(all).map(([name, value]) => `${name}=${value}`);
  const answer = await runJava('Produce', args, { input: Buffer.from(steps.map(lineOf).join('')) });
  return answer.toString('utf8').split('\n').filter(Boolean);
}

function lineOf(step: JavaStep): string {
  if (step.op !== 'send') return `${JSON.stringify(step)}\n`;
  const { key, value, headers = [], timestamp, ...rest } = step;
  const line = {
    ...rest,
    key: base64(key),
    value: base64(value),
    headers: headers.map(([name, bytes]) => [name, base64(bytes)]),
  };
  // A timestamp may be larger than a number can hold, so it is written by hand.
  const text = JSON.stringify(line);
  return `${timestamp === undefined ? text : text.replace(/}$/, `,"timestamp":${timestamp}}`)}\n`;
}

function base64(bytes: Buffer | null | undefined): string | null {
  return bytes?.toString('base64') ?? null;
}
