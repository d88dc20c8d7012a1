import { Option, type Command } from 'commander';

export const outputForms = ['table', 'json', 'ndjson'] as const;
export type OutputForm = (typeof outputForms)[number];

export interface OutputOption {
  readonly output: OutputForm;
}

/**
 * `--output` as every command has it: columns for people, a document or a row per line for scripts.
 *
 * @param usual of a command whose result is a document
 */
export function addOutputOption(command: Command, usual: OutputForm = 'table'): Command {
  return command.addOption(
    new Option('-o, --output <form>', 'how to print it; ndjson: a row per line').choices(outputForms).default(usual),
  );
}
