import { describe, expect, it } from '@jest/globals';
import { read, sourceFiles } from '../../../test/support/source-files.js';
import { consumerGroups } from './consumer-groups.js';
import { consumerManifest } from './consumer-manifest.js';

describe('the manifest of the consumer', () => {
  const { groups } = consumerManifest();

  it('names every group', () => {
    expect(groups.map(({ group }) => group).toSorted()).toEqual(consumerGroups.map(({ name }) => name).toSorted());
  });

  it('names every handler there is', () => {
    const classes = sourceFiles(/^apps\/consumer\/src\/.*\.handler\.ts$/).map(
      (file) => /^export class (\w+)/m.exec(read(file))![1],
    );
    const named = groups.flatMap(({ handlers }) => handlers.map(({ handler }) => handler));
    expect(named.toSorted()).toEqual(classes.toSorted());
  });
});
