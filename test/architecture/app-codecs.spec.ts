import { describe, expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { read } from '../support/source-files.js';

describe('the codec of every app', () => {
  it.each(readdirSync('apps'))('knows all events, and the upcasters of their older versions: %s', (app) => {
    const [, options = ''] = /registryCodec\(\{([^}]*)\}\)/.exec(read(`apps/${app}/src/${app}.module.ts`)) ?? [];
    expect(options).toContain('definitions: knownEvents,');
    expect(options).toContain('upcasters: knownUpcasters,');
  });
});
