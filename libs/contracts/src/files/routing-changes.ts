import type { AttributeChange } from './attribute-change.js';
import { attributesInForce } from './attributes-in-force.js';
import type { Contract } from './contract.js';
import type { StatedAttributes } from './stated-attributes.js';

/** Whether records of a contract go elsewhere than they did: another topic, other partitions, another subject. */
export function routingChanges(contract: Contract, before: StatedAttributes): readonly AttributeChange[] {
  const now = attributesInForce(contract);
  const changed = (
    rule: AttributeChange['rule'],
    name: 'topic' | 'key' | 'subjectStrategy' | 'subject',
  ): readonly AttributeChange[] => {
    const [from, to] = [before[name], now[name]];
    return from === undefined || from === to ? [] : [{ rule, attribute: `spillway.${name}`, from, to: to ?? 'none' }];
  };
  return [
    ...changed('TOPIC_CHANGED', 'topic'),
    ...(isRenamed(contract, { from: before.key, to: now.key }) ? [] : changed('KEY_CHANGED', 'key')),
    ...changed('SUBJECT_CHANGED', 'subjectStrategy'),
    ...changed('SUBJECT_CHANGED', 'subject'),
  ];
}

/** The same field under another name. */
function isRenamed({ type }: Contract, { from = '', to }: { readonly from?: string; readonly to?: string }): boolean {
  return (
    type.node.kind === 'record' && type.node.fields.some(({ name, aliases }) => name === to && aliases.includes(from))
  );
}
