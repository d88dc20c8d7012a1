import { stripVTControlCharacters } from 'node:util';

/** Rows as aligned columns under their headings, a line each. Colours of cells take no room. */
export function alignColumns(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const table = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(...table.map((row) => widthOf(row[column] ?? ''))));
  const pad = (cell: string, column: number): string => cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell));
  const lines = table.map((row) => row.map(pad).join('  '));
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
}

function widthOf(cell: string): number {
  return stripVTControlCharacters(cell).length;
}
