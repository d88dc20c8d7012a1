import { describe, expect, it } from '@jest/globals';
import { urlNamespace, uuidV5 } from './uuid-v5.js';

const dnsNamespace = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';

describe('uuidV5', () => {
  it.each([
    // RFC 9562, appendix A.4; the others by Python's uuid module.
    ['www.example.com', dnsNamespace, '2ed6657d-e927-568b-95e1-2665a8aea6a2'],
    ['retail/536365', urlNamespace, '1bb4316e-dd0c-58d1-956b-fb36dc8aef67'],
    ['Zürich/é', urlNamespace, '59f152fb-a6b4-5518-b774-a42942b4ad65'],
    ['', urlNamespace, '1b4db7eb-4057-5ddf-91e0-36dec72071f5'],
  ])('names %j always the same', (name, namespace, uuid) => {
    expect(uuidV5(name, namespace)).toBe(uuid);
  });

  it('refuses a namespace that is no UUID', () => {
    expect(() => uuidV5('x', 'url')).toThrow(TypeError);
  });
});
