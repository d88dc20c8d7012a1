import { CsvError, parse } from 'csv-parse/sync';

/** Undefined: a quoted field is still open at the end of the text. */
export function parseFields(text: string): readonly string[] | undefined {
  // Nothing can be quoted, so a comma always separates; equal to what the library answers (see the spec).
  if (!text.includes('"')) return text.split(',');
  try {
    const [fields] = parse(text, {
      record_delimiter: '\u0000', // one record by construction; a line end inside belongs to a quoted field
      relax_quotes: true, // a quote inside an unquoted field is a character: the column count decides
      relax_column_count: true,
    });
    return fields ?? [''];
  } catch (error) {
    if (error instanceof CsvError && error.code === 'CSV_QUOTE_NOT_CLOSED') return undefined;
    throw error;
  }
}
