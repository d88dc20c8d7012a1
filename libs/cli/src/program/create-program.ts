import { Command } from 'commander';
import { addAsyncApiCommand } from '../asyncapi/asyncapi.command.js';
import { addAuditCommand } from '../audit/audit.command.js';
import { addContractsCommand } from '../contracts/contracts.command.js';
import { addDlqCommand } from '../dlq/dlq.command.js';
import { addGroupsCommand } from '../groups/groups.command.js';
import { addDoctorCommand } from '../doctor/doctor.command.js';
import { addExamples } from '../help/add-examples.js';
import { addLagCommand } from '../lag/lag.command.js';
import { hideSecrets } from '../output/hide-secrets.js';
import { addProduceCommand } from '../produce/produce.command.js';
import { chooseProfile } from '../profiles/choose-profile.js';
import { addProfilesCommand } from '../profiles/profiles.command.js';
import type { Session } from '../session/session.js';
import { addTailCommand } from '../tail/tail.command.js';
import { addStatusCommand } from '../status/status.command.js';
import { addTopicsCommand } from '../topics/topics.command.js';

const exitCodesText =
  'Exit codes: 0 ok, 1 failed, 2 usage, 3 a check found problems, 130 interrupted, 141 nobody reads the results any more.\n';

/** The `spillway` command with all that is in it. */
export function createProgram(session: Session, setExitCode: (code: number) => void): Command {
  const program = new Command('spillway')
    .description('Looks after a Spillway system.')
    .option('--profile <name>', 'the system, as the profile file has it; default: SPILLWAY_PROFILE')
    .option('--verbose', 'with an error, where in the code it happened and what caused it')
    .showHelpAfterError('Look at the commands and options: spillway --help')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ writeOut: session.stdout, writeErr: (text) => session.stderr(hideSecrets(text)) })
    .exitOverride()
    .hook('preAction', async () => {
      const profile = await chooseProfile(program.opts<{ profile?: string }>().profile, session);
      if (profile !== undefined) session.use(profile);
    });
  addExamples(program, [
    ['status', 'what runs, where, and whether it is ready'],
    ['status --output json', 'the same for scripts'],
    ['produce OrderPlaced --example --wait', 'one event, followed to its end'],
    ['tail retail.orders', 'what is written, decoded, as it comes'],
    ['doctor', 'what is wrong, and how to fix it'],
    ['lag', 'how far groups are behind, in records and time, and until when'],
    ['groups pause payments', 'begin no more; what runs finishes'],
    ['dlq ls payments', 'what was given up, and why'],
    ['contracts check', 'what a change of contracts breaks'],
    ['topics plan', 'what differs from what the apps need'],
    ['asyncapi', 'topics, events and apps as AsyncAPI 3.1'],
    ['audit query journey <id>', 'everything that followed from one event'],
    ['audit verify', 'is everything stored, and as it was stored'],
  ]).addHelpText('after', exitCodesText);
  addStatusCommand(program, session, setExitCode);
  addGroupsCommand(program, session);
  addProduceCommand(program, session, setExitCode);
  addTailCommand(program, session);
  addDoctorCommand(program, session, setExitCode);
  addLagCommand(program, session);
  addDlqCommand(program, session);
  addContractsCommand(program, session, setExitCode);
  addTopicsCommand(program, session, setExitCode);
  addAsyncApiCommand(program, session, setExitCode);
  addAuditCommand(program, session, setExitCode);
  addProfilesCommand(program, session);
  return program;
}
