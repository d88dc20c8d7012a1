import type { AvroSchema } from '@spillway/events';
import { LookupCache } from './lookup-cache.js';
import { unreadableEvent } from '../errors/unreadable-event.js';
import { schemaProblem } from '../errors/schema-problem.js';
import { inlineReferences } from '../references/inline-references.js';
import type { ReferringSchema } from '../references/referring-schema.js';
import type { SchemaReference } from '../references/schema-reference.js';

/** Of all schemas that one schema is made of. */
const maxReferences = 100;
const maxKept = 10_000;

interface Collection {
  readonly id: number | string;
  /** By place. */
  readonly found: Map<string, AvroSchema>;
}

/** Puts the types that schemas refer to into them. A version is fetched once, whoever refers to it: it never changes. */
export class ReferenceResolver {
  readonly #versions: LookupCache<string, ReferringSchema>;

  /** @param fetchVersion what a registry holds there; its errors are passed on and asked for again */
  constructor(fetchVersion: (subject: string, version: number) => Promise<ReferringSchema>) {
    this.#versions = new LookupCache({
      load: (place) => fetchVersion(...(JSON.parse(place) as [string, number])),
      isAnswer: () => false,
      maxValues: maxKept,
    });
  }

  /**
   * @param id what is said of the schema in errors
   * @throws SpillwayError `SPW-3001` too large, or in a circle · what fetching throws
   */
  async resolve({ schema, references }: ReferringSchema, id: number | string): Promise<AvroSchema> {
    if (references.length === 0) return schema;
    assertFit(schema, id);
    const found = new Map<string, AvroSchema>();
    await this.#collect(references, [], { id, found });
    return inlineReferences(schema, [...found.values()]);
  }

  /** @param path how these references were come to, from version to version */
  async #collect(references: readonly SchemaReference[], path: readonly string[], into: Collection): Promise<void> {
    const { id, found } = into;
    // One after the other: two that refer to a third then find it, and the order does not depend on the network.
    for (const { subject, version } of references) {
      const place = placeOf(subject, version);
      if (path.includes(place)) throw unusable(id, 'refers to others in a circle');
      if (found.has(place)) continue;
      if (found.size >= maxReferences) throw unusable(id, `refers to more than ${maxReferences} others`);
      const other = this.#versions.get(place) ?? (await this.#versions.load(place));
      assertFit(other.schema, id);
      found.set(place, other.schema);
      await this.#collect(other.references, [...path, place], into);
    }
  }
}

function placeOf(subject: string, version: number): string {
  return JSON.stringify([subject, version]);
}

function assertFit(schema: AvroSchema, id: number | string): void {
  const problem = schemaProblem(schema);
  if (problem !== undefined) throw unusable(id, problem);
}

function unusable(id: number | string, problem: string): Error {
  return unreadableEvent('schema', id, new RangeError(`it ${problem}`));
}
