import { describe, expect, it } from '@jest/globals';
import { failpointTable } from '@spillway/streaming';
import { read, sourceFiles } from '../support/source-files.js';

const product = sourceFiles(/^(?:libs|apps)\/[^/]+\/src\/.*(?<!\.spec|failpoint-table)\.ts$/);
const code = product.map(read).join('\n');

describe('failpoints', () => {
  it.each(Object.keys(failpointTable))('%s lies in the code', (name) => {
    expect(code).toMatch(new RegExp(`failpoint(?:Sync)?\\(\\s*'${name}'`));
  });
});
