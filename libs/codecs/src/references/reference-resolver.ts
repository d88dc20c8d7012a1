import type { AvroSchema } from '@spillway/events';
import { LookupCache } from '../codec/lookup-cache.js';
import { unreadableEvent } from '../codec/unreadable-event.js';
import { schemaProblem } from '../registry/schema-problem.js';
import { inlineReferences } from './inline-references.js';
import type { ReferringSchema } from './referring-schema.js';

/** Of all schemas that one schema is made of. */
const maxReferences = 100;
const maxKept = 10_000;

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
   * @throws SpillwayError `SPW-3001` too large · what fetching throws
   */
  async resolve({ schema, references }: ReferringSchema, id: number | string): Promise<AvroSchema> {
    if (references.length === 0) return schema;
    assertFit(schema, id);
    const found = new Map<string, AvroSchema>();
    // One after the other: two that refer to a third then find it, and the order does not depend on the network.
    for (let open = [...references]; open.length > 0;) {
      const { subject, version } = open.shift()!;
      const place = placeOf(subject, version);
      if (found.has(place)) continue;
      if (found.size >= maxReferences) throw tooLarge(id, `refers to more than ${maxReferences} others`);
      const other = this.#versions.get(place) ?? (await this.#versions.load(place));
      assertFit(other.schema, id);
      found.set(place, other.schema);
      open.push(...other.references);
    }
    return inlineReferences(schema, [...found.values()]);
  }
}

function placeOf(subject: string, version: number): string {
  return JSON.stringify([subject, version]);
}

function assertFit(schema: AvroSchema, id: number | string): void {
  const problem = schemaProblem(schema);
  if (problem !== undefined) throw tooLarge(id, problem);
}

function tooLarge(id: number | string, problem: string): Error {
  return unreadableEvent('schema', id, new RangeError(`it ${problem}`));
}
