import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { compatibilityModes } from '@spillway/events';
import { schemaCases } from '../../../../test/support/avro-verdicts/schema-cases.js';
import { verdictFile, type JudgedCase } from '../../../../test/support/avro-verdicts/verdict-file.js';
import { ourVerdicts } from '../spec-support/our-verdicts.js';

const judged = JSON.parse(readFileSync(verdictFile, 'utf8')) as readonly JudgedCase[];

describe('Apache Avro’s SchemaCompatibility', () => {
  it('has judged every case of the table, in all seven modes, for and against', () => {
    const changes = judged.map((one) => ({ ...one, verdicts: undefined }));
    expect(changes).toEqual(JSON.parse(JSON.stringify(schemaCases)));
    expect(judged.length).toBeGreaterThan(350);
    const passed = (mode: string): number => judged.filter(({ verdicts }) => verdicts[mode]).length;
    expect(passed('NONE')).toBe(judged.length);
    for (const mode of compatibilityModes.slice(1)) {
      expect(passed(mode)).toBeGreaterThan(80);
      expect(passed(mode)).toBeLessThan(judged.length - 80);
    }
  });

  it('says of every change in every mode what we say', () => {
    expect(judged.filter(({ expectedToDiffer }) => expectedToDiffer === undefined).flatMap(differences)).toEqual([]);
  });

  it('lets through, of those marked as such, what no decoder reads', () => {
    const marked = judged.filter(({ expectedToDiffer }) => expectedToDiffer !== undefined);
    const modes = ['BACKWARD', 'BACKWARD_TRANSITIVE'];
    expect(marked.map((one) => [one.name, differences(one)])).toEqual([
      [
        'the namesake branch does not read it, another would',
        modes.map((mode) => `the namesake branch does not read it, another would, ${mode}: we say false`),
      ],
      [
        'readable only as long as a branch is that is refused',
        modes.map((mode) => `readable only as long as a branch is that is refused, ${mode}: we say false`),
      ],
    ]);
  });
});

/** In which modes our verdict is another. */
function differences(one: JudgedCase): readonly string[] {
  return Object.entries(ourVerdicts(one)).flatMap(([mode, verdict]) =>
    verdict === one.verdicts[mode] ? [] : [`${one.name}, ${mode}: we say ${verdict}`],
  );
}
