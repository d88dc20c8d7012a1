import { join } from 'node:path';
import { stackDir } from '../../../tools/setup/paths.mjs';
import { runJava } from '../run-java.ts';
import type { SchemaCase } from './schema-case.ts';

/** Whether a change goes through, by the name of the compatibility mode. */
export type Verdicts = Readonly<Record<string, boolean>>;

/** What Apache Avro, as it comes with the local stack's registry, says of each change. Needs a JDK. */
export async function askAvro(cases: readonly Omit<SchemaCase, 'name'>[]): Promise<readonly Verdicts[]> {
  const input = Buffer.from(JSON.stringify(cases.map(({ history, proposed }) => ({ history, proposed }))));
  const answer = await runJava('SchemaVerdicts', [], { input, jars: join(stackDir, 'registry', 'lib') });
  return JSON.parse(answer.toString('utf8')) as readonly Verdicts[];
}
