import { SpillwayError } from '@spillway/events';
import { SchemaReader, type ForeignSchemas } from './schema-reader.js';
import type { TypeUse } from './schema-node.js';
import { SchemaScope } from './schema-scope.js';

/**
 * Reads an Avro schema and resolves its names.
 *
 * @param schema parsed JSON
 * @param source what the document is called; stands in every place
 * @param foreign finds types that the document names and does not define
 * @throws SpillwayError `SPW-3008` listing every problem with its JSON Pointer
 */
export function parseSchema(schema: unknown, source: string, foreign: ForeignSchemas = () => undefined): TypeUse {
  const scope = new SchemaScope();
  const use = new SchemaReader(scope, foreign).read(schema, '', { source, pointer: '' });
  scope.checkDefaults();
  if (scope.issues.length === 0) return use;
  const [first] = scope.issues;
  const more = scope.issues.length > 1 ? ` (and ${scope.issues.length - 1} more)` : '';
  const detail = `${first!.source}: ${first!.pointer || 'the schema'} ${first!.detail}${more}.`;
  throw new SpillwayError('SPW-3008', detail, { issues: scope.issues });
}
