import { createHash } from 'node:crypto';
import type { AvroSchema, NamedSchema } from '@spillway/events';

/** A schema as it is kept on disk. */
export interface SchemaEntry {
  /** Base of the registry that gave it. */
  readonly registry: string;
  readonly named: NamedSchema;
  readonly schema: AvroSchema;
}

/** Goes up when entries are written in another form; those of other versions are left alone and fetched again. */
const version = 1;
const magic = `spillway-schema ${version}`;

/** A line with form and checksum, and the entry. */
export function formatEntry(entry: SchemaEntry): string {
  const body = JSON.stringify(entry);
  return `${magic} ${checksumOf(body)}\n${body}\n`;
}

/** The entry in a file's text; a sentence about what is wrong with it otherwise. */
export function parseEntry(text: string, named: NamedSchema): SchemaEntry | string {
  const [head = '', body = ''] = text.split('\n');
  if (!head.startsWith(`${magic} `)) return 'is of another form';
  if (head !== `${magic} ${checksumOf(body)}`) return 'is damaged';
  const entry = JSON.parse(body) as SchemaEntry;
  return entry.named === named ? entry : 'holds another schema than its name says';
}

function checksumOf(body: string): string {
  return createHash('sha256').update(body).digest('hex');
}
