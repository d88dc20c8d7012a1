import type { Command } from 'commander';
import type { CliContext } from '../cli-context.js';
import { addCheckCommand } from './check/check.command.js';
import { addGenerateCommand } from './generate/generate.command.js';
import { addImpactCommand } from './impact/impact.command.js';
import { addPushCommand } from './push/push.command.js';

/** `spillway contracts …`: contracts, how they may change, and what is made of them. */
export function addContractsCommand(program: Command, context: CliContext, setExitCode: (code: number) => void): void {
  const contracts = program.command('contracts').description('Looks after the contracts in schemas/.');
  addCheckCommand(contracts, context, setExitCode);
  addImpactCommand(contracts, context, setExitCode);
  addPushCommand(contracts, context, setExitCode);
  addGenerateCommand(contracts, context, setExitCode);
}
