import { describe, expect, it } from '@jest/globals';
import { failpointTable } from '@spillway/streaming';
import { read, sourceFiles } from '../support/source-files.js';

const product = sourceFiles(/^(?:libs\/(?!testing\/)|apps\/)[^/]+\/src\/(?!failpoints\/).*(?<!\.spec)\.ts$/);
const code = product.map(read).join('\n');

describe('failpoints', () => {
  // In two places, a kill at the first visit would try one of them only.
  it.each(Object.keys(failpointTable))('%s lies in the code, at one place', (name) => {
    expect(code.split(`'${name}'`)).toHaveLength(2);
  });
});
