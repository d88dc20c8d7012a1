import type { Command } from 'commander';
import { addCheckCommand } from './check/check.command.js';
import { addGenerateCommand } from './generate/generate.command.js';
import { addImpactCommand } from './impact/impact.command.js';
import { addExamples } from '../help/add-examples.js';
import type { Session } from '../session/session.js';
import { addPushCommand } from './push/push.command.js';

/** `spillway contracts …`: contracts, how they may change, and what is made of them. */
export function addContractsCommand(program: Command, session: Session, setExitCode: (code: number) => void): void {
  const contracts = program.command('contracts').description('Looks after the contracts in schemas/.');
  addExamples(contracts, [
    ['contracts check', 'what a change breaks'],
    ['contracts impact', 'which groups it would break, and whom to deploy first'],
    ['contracts push', 'registers them, at deployment'],
  ]);
  addCheckCommand(contracts, session, setExitCode);
  addImpactCommand(contracts, session, setExitCode);
  addPushCommand(contracts, session, setExitCode);
  addGenerateCommand(contracts, session, setExitCode);
}
