import type { CompatibilityMode, SchemaIdLocation, SubjectStrategy } from '@spillway/events';
import type { Position } from '../json/position-at.js';
import type { NamedNode, Place, RecordNode, TypeUse } from '../schema/schema-node.js';

/** A contract of the repository: a type in a file of its own. */
export type Contract = EventContract | SharedContract;

/** An event has a folder of its own, and is a record. */
export interface EventContract extends AnyContract {
  readonly kind: 'event';
  readonly type: TypeUse & { readonly node: RecordNode };
}

/** A type in the aggregate's folder is shared by its events: a record, an enum or a fixed. */
export interface SharedContract extends AnyContract {
  readonly kind: 'shared';
  readonly type: TypeUse & { readonly node: NamedNode };
}

interface AnyContract {
  readonly fullName: string;
  /** Full names that it had before. */
  readonly aliases: readonly string[];
  /** Below the folder of contracts, with `/`. */
  readonly path: string;
  readonly shownAs: string;
  /** As it stands in the file. */
  readonly schema: Readonly<Record<string, unknown>>;
  /** What the contract itself asks of its versions: the attribute `spillway.compatibility`. */
  readonly compatibility?: CompatibilityMode;
  /** How the contract itself wants its subject named: the attribute `spillway.subjectStrategy` of an event. */
  readonly subjectStrategy?: SubjectStrategy;
  /** Where the contract itself wants its records to name their schema: the attribute `spillway.schemaIdLocation` of an event. */
  readonly schemaIdLocation?: SchemaIdLocation;
  /**
   * Where a registry keeps its versions. An event always has one; a shared type has what its attribute `spillway.subject`
   * says, and where that is absent it is part of the contracts that hold it.
   */
  readonly subject?: string;
}

/** Something in a file that makes it no contract. */
export interface FileProblem extends Position {
  readonly source: string;
  readonly detail: string;
}

export interface ContractSet {
  readonly contracts: readonly Contract[];
  readonly problems: readonly FileProblem[];
  /** Line and column of a place in one of the files. */
  positionOf(place: Place): Position;
}
