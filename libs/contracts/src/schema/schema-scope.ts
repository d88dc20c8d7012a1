import { fullNameIn } from '@spillway/events';
import type { ErrorIssue } from '@spillway/events';
import { isFullName } from './full-name.js';
import { isDefaultOf } from './is-default-of.js';
import { pointedAt } from './pointed-at.js';
import type { Place, SchemaNode } from './schema-node.js';

/** A problem of a schema, at its place. */
export interface SchemaIssue extends ErrorIssue {
  readonly source: string;
}

type JsonObject = Readonly<Record<string, unknown>>;

/** What is known while a schema is read: the types that have names, and what was found wrong. */
export class SchemaScope {
  readonly issues: SchemaIssue[] = [];
  readonly #types = new Map<string, SchemaNode>();
  readonly #defaults: { readonly node: SchemaNode; readonly value: unknown; readonly place: Place }[] = [];

  report({ source, pointer }: Place, detail: string): void {
    this.issues.push({ source, pointer, detail });
  }

  /** The full name that a definition gives itself; a name of its own kind is made up where it gives none. */
  nameOf(schema: JsonObject, enclosing: string, place: Place): string {
    const { name, namespace } = schema;
    if (typeof name !== 'string' || !isFullName(name)) {
      this.report(place, 'needs a name: letters, digits and _, not beginning with a digit');
      return fullNameIn(enclosing, 'unnamed');
    }
    const inner = typeof namespace === 'string' ? namespace : enclosing;
    if (inner !== '' && !isFullName(inner)) this.report(place, 'has a namespace that is none');
    return fullNameIn(inner, name);
  }

  aliasesOf({ aliases = [] }: JsonObject, namespace: string | undefined, place: Place): readonly string[] {
    const isList = Array.isArray(aliases) && aliases.every((alias) => typeof alias === 'string' && isFullName(alias));
    if (!isList) this.report(pointedAt(place, 'aliases'), 'is not a list of names');
    const names = isList ? (aliases as string[]) : [];
    return namespace === undefined ? names : names.map((alias) => fullNameIn(namespace, alias));
  }

  /** Gives a definition its name, before its inside is read: it may mention itself. */
  define(name: string, node: SchemaNode, place: Place): void {
    if (this.#types.has(name)) this.report(place, `defines ${name} a second time`);
    this.#types.set(name, node);
  }

  /** A name means the type of its own namespace first, then one without any. */
  find(name: string, namespace: string): SchemaNode | undefined {
    return this.#types.get(fullNameIn(namespace, name)) ?? this.#types.get(name);
  }

  /** Looks at the default later: the types inside may not be known yet. */
  expectDefault(node: SchemaNode, value: unknown, place: Place): void {
    this.#defaults.push({ node, value, place: pointedAt(place, 'default') });
  }

  checkDefaults(): void {
    if (this.issues.length > 0) return;
    for (const { node, value, place } of this.#defaults) {
      if (!isDefaultOf(node, value)) this.report(place, 'is no value of the type');
    }
  }
}
