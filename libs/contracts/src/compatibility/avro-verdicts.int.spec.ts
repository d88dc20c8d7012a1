import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { askAvro } from '../../../../test/support/avro-verdicts/ask-avro.js';
import { randomChange } from '../../../../test/support/avro-verdicts/random-change.js';
import { schemaCases } from '../../../../test/support/avro-verdicts/schema-cases.js';
import { verdictFile, verdictText } from '../../../../test/support/avro-verdicts/verdict-file.js';
import { describeWithCompiler } from '../../../../test/support/describe-with-java.js';
import { Random } from '../../../../test/support/random.js';
import { propertyRuns } from '../../../../test/support/property-runs.js';
import { ourVerdicts } from '../spec-support/our-verdicts.js';

describeWithCompiler('Apache Avro, asked again', () => {
  it('says what the table has', async () => {
    expect(verdictText(schemaCases, await askAvro(schemaCases))).toBe(readFileSync(verdictFile, 'utf8'));
  });

  const { options, timeoutMs } = propertyRuns('avro-verdicts', 3_000);
  it(
    'says of changes at random what we say',
    async () => {
      const random = new Random(options.seed);
      const changes = Array.from({ length: options.numRuns }, () => randomChange(random, 'several'));
      const verdicts = await askAvro(changes);
      const differences = changes.flatMap((change, index) => {
        const [ours, avros] = [ourVerdicts(change), verdicts[index]!];
        return JSON.stringify(sorted(ours)) === JSON.stringify(sorted(avros)) ? [] : [{ change, ours, avros }];
      });
      expect(differences.slice(0, 3)).toEqual([]);
      // Neither side is all yes or all no.
      const passed = verdicts.filter(({ FULL_TRANSITIVE }) => FULL_TRANSITIVE).length;
      expect(passed / changes.length).toBeGreaterThan(0.1);
      expect(passed / changes.length).toBeLessThan(0.9);
    },
    timeoutMs,
  );
});

function sorted(verdicts: Readonly<Record<string, boolean>>): readonly unknown[] {
  return Object.entries(verdicts).toSorted(([one], [other]) => one.localeCompare(other));
}
