import { writeFileSync } from 'node:fs';
import { askAvro } from '../test/support/avro-verdicts/ask-avro.ts';
import { schemaCases } from '../test/support/avro-verdicts/schema-cases.ts';
import { verdictFile, verdictText } from '../test/support/avro-verdicts/verdict-file.ts';

/** `node tools/write-schema-verdicts.ts` asks Apache Avro of every schema change again and writes what it says. */
writeFileSync(verdictFile, verdictText(schemaCases, await askAvro(schemaCases)));
process.stdout.write(`${schemaCases.length} schema changes judged\n`);
