import { describe, expect, it } from '@jest/globals';
import { logManifest, type AppManifest } from '@spillway/streaming';
import { withPrincipals } from './with-principals.js';

const app = (name: string): AppManifest => ({ app: name, groups: [], events: [], log: logManifest(name, {}, []) });
const principals = (manifests: readonly AppManifest[] | string) =>
  typeof manifests === 'string' ? manifests : manifests.map(({ log }) => log?.principal);

describe('the principals of an environment', () => {
  it('take the place of those in the manifests, of the apps that are named', () => {
    const given = ['audit=User:CN=audit.example.org,O=Shop'];
    expect(principals(withPrincipals([app('shop'), app('audit')], given))).toEqual([
      'User:shop',
      'User:CN=audit.example.org,O=Shop',
    ]);
  });

  it.each([
    ['shop', '--principal shop is not as consumer=User:consumer is.'],
    ['shop=me', '--principal shop=me is not as consumer=User:consumer is.'],
    ['other=User:x', '--principal other=User:x: no manifest is of an app other.'],
  ])('are refused as %s', (given, problem) => {
    expect(withPrincipals([app('shop')], [given])).toBe(problem);
  });
});
