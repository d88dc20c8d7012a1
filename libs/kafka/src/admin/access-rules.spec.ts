import { describe, expect, it } from '@jest/globals';
import type { AccessRule } from '@spillway/streaming';
import { toAccessRules, toAcl } from './access-rules.js';

const rule: AccessRule = {
  principal: 'User:consumer',
  effect: 'allow',
  resource: 'topic',
  pattern: 'prefixed',
  name: 'retail.orders.',
  operation: 'Read',
};

describe('access rules', () => {
  it('are the same after a way through Kafka’s form', () => {
    const group = {
      ...rule,
      resource: 'group',
      pattern: 'literal',
      effect: 'deny',
      operation: 'DescribeConfigs',
    } as const;
    for (const each of [rule, group]) {
      const { principal, host, operation, permissionType, ...resource } = toAcl(each);
      expect(toAccessRules([{ ...resource, acls: [{ principal, host, operation, permissionType }] }])).toEqual([each]);
    }
  });

  it('leave out what holds from one host, and what is about the cluster', () => {
    const { principal, operation, permissionType, ...resource } = toAcl(rule);
    const acls = [{ principal, operation, permissionType, host: '10.0.0.1' }];
    expect(toAccessRules([{ ...resource, acls }])).toEqual([]);
    expect(toAccessRules([{ ...resource, resourceType: 4, acls: [{ ...acls[0]!, host: '*' }] }])).toEqual([]);
  });
});
