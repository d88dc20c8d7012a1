import { isDeepStrictEqual } from 'node:util';
import type { AvroSchema, SharedType } from '@spillway/events';
import { inlineReferences } from './inline-references.js';
import { mapSchemaTypes } from './map-schema-types.js';
import type { ReferringSchema } from './referring-schema.js';
import { referTo } from './refer-to.js';

/** A contract or a shared type. */
export interface ReferringDefinition {
  readonly type: string;
  readonly schema: AvroSchema;
  readonly references?: readonly SharedType[];
}

/**
 * A contract as it is registered: shared types named, not defined.
 *
 * @param versionOf the version of a shared type in its subject
 * @throws TypeError when the contract does not hold a shared type, or defines it another way · what `versionOf` throws
 */
export async function referringContract(
  { type, schema, references = [] }: ReferringDefinition,
  versionOf: (shared: SharedType) => Promise<number>,
): Promise<ReferringSchema> {
  for (const shared of references) assertHeld(type, schema, shared);
  const versions = await Promise.all(references.map(versionOf));
  const places = references.map((shared, index) => ({
    name: shared.type,
    subject: shared.subject,
    version: versions[index]!,
  }));
  const names = new Set(references.map((shared) => shared.type));
  return { schema: names.size === 0 ? schema : referTo(schema, names), references: places };
}

function assertHeld(contract: string, schema: AvroSchema, shared: SharedType): void {
  const held = definitionOf(schema, shared.type);
  if (held === undefined) throw new TypeError(`${contract} refers to ${shared.type} and does not hold it`);
  const isSame = isDeepStrictEqual(held, definitionOf(shared.schema, shared.type));
  if (!isSame) throw new TypeError(`${contract} defines ${shared.type} in another way than the shared type`);
}

/** By itself, with all names in it full, so that definitions can be compared wherever they stand. */
function definitionOf(schema: AvroSchema, name: string): AvroSchema | undefined {
  let found: AvroSchema | undefined;
  mapSchemaTypes(schema, {
    named: (fullName) => fullName,
    defined: (fullName, _definition, walk) => {
      const whole = walk();
      if (fullName === name) found = whole;
      return whole;
    },
  });
  return found === undefined ? undefined : inlineReferences(found, [schema]);
}
