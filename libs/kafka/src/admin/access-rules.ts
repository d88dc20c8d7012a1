import type { AccessRule } from '@spillway/streaming';
import kafkajs, { type AclEntry, type DescribeAclResource } from 'kafkajs';

const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs;
const anyHost = '*';

const operations: Readonly<Record<number, string>> = {
  [AclOperationTypes.ALL]: 'All',
  [AclOperationTypes.READ]: 'Read',
  [AclOperationTypes.WRITE]: 'Write',
  [AclOperationTypes.CREATE]: 'Create',
  [AclOperationTypes.DELETE]: 'Delete',
  [AclOperationTypes.ALTER]: 'Alter',
  [AclOperationTypes.DESCRIBE]: 'Describe',
  [AclOperationTypes.CLUSTER_ACTION]: 'ClusterAction',
  [AclOperationTypes.DESCRIBE_CONFIGS]: 'DescribeConfigs',
  [AclOperationTypes.ALTER_CONFIGS]: 'AlterConfigs',
  [AclOperationTypes.IDEMPOTENT_WRITE]: 'IdempotentWrite',
};

/** Every rule there is. */
export const allAccess = {
  resourceType: AclResourceTypes.ANY,
  resourcePatternType: ResourcePatternTypes.ANY,
  operation: AclOperationTypes.ANY,
  permissionType: AclPermissionTypes.ANY,
};

/** ACLs about topics and groups that hold from any host; others grant nothing that an app may count on. */
export function toAccessRules(resources: readonly DescribeAclResource[]): readonly AccessRule[] {
  return resources.flatMap(({ resourceType, resourceName, resourcePatternType, acls }) => {
    const resource = resourceOf(resourceType);
    if (resource === undefined) return [];
    return acls
      .filter(({ host }) => host === anyHost)
      .map(({ principal, operation, permissionType }) => ({
        principal,
        effect: permissionType === AclPermissionTypes.DENY ? 'deny' : 'allow',
        resource,
        pattern: resourcePatternType === ResourcePatternTypes.PREFIXED ? 'prefixed' : 'literal',
        name: resourceName,
        operation: operations[operation] ?? `operation ${operation}`,
      }));
  });
}

export function toAcl({ principal, effect, resource, pattern, name, operation }: AccessRule): AclEntry {
  const code = Object.entries(operations).find(([, word]) => word === operation)?.[0];
  return {
    principal,
    host: anyHost,
    operation: Number(code ?? AclOperationTypes.UNKNOWN),
    permissionType: effect === 'allow' ? AclPermissionTypes.ALLOW : AclPermissionTypes.DENY,
    resourceType: resource === 'topic' ? AclResourceTypes.TOPIC : AclResourceTypes.GROUP,
    resourceName: name,
    resourcePatternType: pattern === 'literal' ? ResourcePatternTypes.LITERAL : ResourcePatternTypes.PREFIXED,
  };
}

function resourceOf(type: number): AccessRule['resource'] | undefined {
  if (type === AclResourceTypes.TOPIC) return 'topic';
  return type === AclResourceTypes.GROUP ? 'group' : undefined;
}
