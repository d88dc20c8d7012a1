import { describe, expect, it } from '@jest/globals';
import { DeliveriesCompleted, DeliveryNoted } from '@spillway/events';
import { read, sourceFiles } from '../../../test/support/source-files.js';
import { consumerManifest } from './consumer-manifest.js';

describe('what the consumer says that it publishes', () => {
  it('is what its code publishes, and the ledger: no more may be written where access is planned', () => {
    const sources = sourceFiles(/^apps\/consumer\/src\/.*(?<!\.spec)\.ts$/).map(read);
    const published = sources.flatMap((source) =>
      [...source.matchAll(/\.publish\(\s*(\w+)/g)].map(([, definition]) => definition),
    );
    const ledger = [DeliveriesCompleted.type, DeliveryNoted.type];
    const said = consumerManifest().log!.publishes.filter((type) => !ledger.includes(type));
    expect(said.map((type) => type.slice(type.lastIndexOf('.') + 1)).toSorted()).toEqual(
      [...new Set(published)].toSorted(),
    );
    expect(consumerManifest().log!.publishes).toEqual(expect.arrayContaining(ledger));
  });
});
