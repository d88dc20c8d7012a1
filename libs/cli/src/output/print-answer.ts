import type { CliContext } from '../context/cli-context.js';
import type { OutputForm } from './output-option.js';

/** One answer in every form. */
export interface Answer {
  readonly document: unknown;
  /** Of ndjson; the document where there is nothing to list. */
  readonly rows?: readonly unknown[];
  readonly screen: () => string;
}

export function printAnswer(
  { stdout }: Pick<CliContext, 'stdout'>,
  form: OutputForm,
  { document, rows = [document], screen }: Answer,
): void {
  if (form === 'json') stdout(`${JSON.stringify(document, null, 2)}\n`);
  else if (form === 'ndjson') stdout(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  else stdout(screen());
}
