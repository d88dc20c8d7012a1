import type { CompatibilityMode, SchemaIdLocation, SubjectStrategy } from '@spillway/events';
import type { Position } from '../json/position-at.js';
import type { Place, RecordNode, TypeUse } from '../schema/schema-node.js';

/** A contract of the repository: a record in a file of its own. */
export interface Contract {
  readonly fullName: string;
  /** Full names that it had before. */
  readonly aliases: readonly string[];
  /** An event has a folder of its own; a record in the aggregate's folder is shared by its events. */
  readonly kind: 'event' | 'shared';
  /** Below the folder of contracts, with `/`. */
  readonly path: string;
  readonly shownAs: string;
  /** As it stands in the file. */
  readonly schema: Readonly<Record<string, unknown>>;
  readonly type: TypeUse & { readonly node: RecordNode };
  /** What the contract itself asks of its versions: the attribute `spillway.compatibility`. */
  readonly compatibility?: CompatibilityMode;
  /** How the contract itself wants its subject named: the attribute `spillway.subjectStrategy` of an event. */
  readonly subjectStrategy?: SubjectStrategy;
  /** Where the contract itself wants its records to name their schema: the attribute `spillway.schemaIdLocation` of an event. */
  readonly schemaIdLocation?: SchemaIdLocation;
  /**
   * Where a registry keeps its versions. An event always has one; a shared record has what its attribute `spillway.subject`
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
