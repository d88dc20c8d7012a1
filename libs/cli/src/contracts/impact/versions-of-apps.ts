import { parseSchema, statedAttributes, type Past, type PastVersion, type StatedAttributes } from '@spillway/contracts';
import type { AppManifest } from '@spillway/streaming';

/** What apps write and read by, in place of what a registry has: each schema once, named after the first app that has it. */
export function versionsOfApps(manifests: readonly AppManifest[]): Past {
  const contracts = new Map<string, Map<string, PastVersion>>();
  for (const { app, events } of manifests) {
    for (const { type, schema } of events) {
      const versions = contracts.get(type) ?? new Map<string, PastVersion>();
      contracts.set(type, versions);
      const text = JSON.stringify(schema);
      if (!versions.has(text)) versions.set(text, { label: app, schema: parseSchema(schema, `${app} (${type})`) });
    }
  }
  const entries = [...contracts].map(([type, versions]) => {
    return [type, { versions: [...versions.values()], attributes: attributesOf(type, manifests) }] as const;
  });
  return { label: 'the apps', contracts: new Map(entries), isWhole: false };
}

/** As the first app has them that has the event. */
function attributesOf(type: string, manifests: readonly AppManifest[]): StatedAttributes {
  const pinned = manifests.flatMap(({ events }) => events).find((event) => event.type === type);
  return statedAttributes(pinned?.schema);
}
