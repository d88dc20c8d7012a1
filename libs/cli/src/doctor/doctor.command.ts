import { Option, type Command } from 'commander';
import { addExamples } from '../help/add-examples.js';
import { addPrincipalOption, type ManifestsOptions } from '../manifests/read-manifests.js';
import { addOutputOption, type OutputOption } from '../output/output-option.js';
import { printAnswer } from '../output/print-answer.js';
import type { Session } from '../session/session.js';
import { checks } from './checks.js';
import { DoctorRound } from './doctor-round.js';
import { doctorScreen } from './doctor-screen.js';
import { runChecks } from './run-checks.js';
import { exitCodes } from '../context/exit-codes.js';

interface DoctorOptions extends OutputOption, Pick<ManifestsOptions, 'principal'> {
  readonly only?: readonly string[];
}

const names = checks.map(({ name }) => name);

/** `spillway doctor`: what is wrong with what a system needs, each with its fix. Exit code 3 when there is a problem. */
export function addDoctorCommand(program: Command, session: Session, setExitCode: (code: number) => void): void {
  const command = program
    .command('doctor')
    .description(
      'Looks for what is wrong with all that a system needs, and says how to fix it. Exit code 3 on a problem.',
    )
    .addOption(new Option('--only <check...>', 'these checks only').choices(names));
  addExamples(addOutputOption(addPrincipalOption(command)), [
    ['doctor', 'everything, of what runs here or what the environment names'],
    ['doctor --profile staging', 'of another system; changes nothing there'],
    ['doctor --only brokers advertised', 'each hop to Kafka'],
    ['doctor --only topics --principal consumer=User:CN=consumer', 'where Kafka knows the apps by other names'],
    ['doctor --output ndjson', 'a finding per line'],
  ]);
  command.action(async ({ output, only = names, principal }: DoctorOptions) => {
    const chosen = checks.filter(({ name }) => only.includes(name));
    session.progress(`Looking at ${chosen.map(({ name }) => name).join(', ')}\n`);
    const rows = await runChecks(chosen, new DoctorRound(session, principal));
    // What was cut off is no finding.
    session.signal?.throwIfAborted();
    printAnswer(session, output, { document: { checks: rows }, rows, screen: () => doctorScreen(rows, session.paint) });
    if (rows.some(({ state }) => state === 'problem')) setExitCode(exitCodes.problems);
  });
}
