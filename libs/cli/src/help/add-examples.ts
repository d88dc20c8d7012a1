import type { Command } from 'commander';

/** Ends a command's help with what people type. */
export function addExamples(command: Command, examples: readonly (readonly [args: string, about: string])[]): Command {
  const width = Math.max(...examples.map(([args]) => args.length));
  const lines = examples.map(([args, about]) => `  spillway ${args.padEnd(width)}   ${about}\n`);
  return command.addHelpText('after', `\nExamples:\n${lines.join('')}`);
}
