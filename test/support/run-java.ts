import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { jvmFlags } from '../../tools/local-stack/jvm-flags.ts';
import { kafkaCommandLine } from '../../tools/local-stack/kafka-command-line.ts';
import { javaCommand } from '../../tools/setup/find-java.mjs';
import { rootDir } from '../../tools/setup/paths.mjs';

/**
 * Compiles and runs one of the programs in `test/support/java` against Kafka's own client.
 *
 * @param jars folder of more jars that it needs
 * @throws Error with what it wrote to its standard error
 */
export async function runJava(
  program: string,
  args: readonly string[],
  { input = Buffer.alloc(0), jars }: { readonly input?: Buffer; readonly jars?: string } = {},
): Promise<Buffer> {
  const file = join(rootDir, 'test', 'support', 'java', `${program}.java`);
  const child = spawn(javaCommand(), [...jvmFlags(256), ...kafkaCommandLine(file, jars), ...args]);
  const answer: Buffer[] = [];
  const problems: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => answer.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => problems.push(chunk));
  // A program that ends early closes its input; why is in its standard error.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [status] = (await once(child, 'close')) as [number | null];
  if (status === 0) return Buffer.concat(answer);
  throw new Error(`${program}.java ended with ${status}:\n${Buffer.concat(problems).toString('utf8')}`);
}
