import { SpillwayError } from '@spillway/events';
import type { Command } from 'commander';
import { UsageError } from '../context/usage-error.js';
import { addExamples } from '../help/add-examples.js';
import { knownAddresses } from '../http/known-addresses.js';
import { findManifests } from '../manifests/find-manifests.js';
import { parseManifests } from '../manifests/parse-manifests.js';
import { addManifestsOptions, type ManifestsOptions } from '../manifests/read-manifests.js';
import { several } from '../options/several.js';
import { wholeNumber } from '../options/whole-number.js';
import { hideSecrets } from '../output/hide-secrets.js';
import { addOutputOption, type OutputOption } from '../output/output-option.js';
import { printAnswer } from '../output/print-answer.js';
import type { Session } from '../session/session.js';
import { pause } from '../time/pause.js';
import { judgeLag } from './judge-lag.js';
import { lagScreen } from './lag-screen.js';
import { groupReads } from './group-reads.js';
import { LagReader } from './lag-reader.js';
import type { GroupReads } from './lag-on-broker.js';

interface LagOptions extends OutputOption, Pick<ManifestsOptions, 'manifest'> {
  readonly url?: readonly string[];
  readonly for: number;
  readonly partitions?: boolean;
  readonly all?: boolean;
}

/** Apps measure their lag every two seconds. */
const usualSeconds = 6;

/** `spillway lag`: how far groups are behind, in records and in seconds, and where that leads. */
export function addLagCommand(program: Command, session: Session): void {
  const command = program
    .command('lag [group]')
    .description(
      'How far groups are behind, in records and in time, where that leads, and until when. Groups of the manifests that no instance runs are told as the broker has them.',
    )
    .option(
      '--url <url>',
      'an instance that runs groups, again for each; default: SPILLWAY_URL and SPILLWAY_AUDIT_URL, or what npm start started',
      several,
    )
    .option(
      '--for <seconds>',
      'how long to look, for the trend; 0: once, without one',
      wholeNumber(0, 3_600),
      usualSeconds,
    )
    .option('--partitions', 'a line for each partition')
    .option('--all', 'what is not behind as well');
  addExamples(addOutputOption(addManifestsOptions(command)), [
    ['lag', 'what is behind, the worst time lag first'],
    ['lag payments --partitions --all', 'every partition of a group'],
    ['lag --for 0 --output ndjson', 'one look, a row per line'],
    ['lag --url http://one:3001 --url http://two:3001', 'several instances together'],
  ]);
  command.action(async (group: string | undefined, { output, partitions, all, ...options }: LagOptions) => {
    const { workingDir } = session;
    const groups = groupReads(await parseManifests(findManifests(workingDir, options.manifest), workingDir));
    const addresses = options.url ?? instancesOf(session, groups);
    await using reader = new LagReader(session, { addresses, groups });
    const first = options.for === 0 ? undefined : await reader.look();
    session.progress(options.for === 0 ? '' : `Looking for ${options.for} s\n`);
    await pause(session, options.for * 1_000);
    const question = { group, byPartition: partitions === true };
    const found = judgeLag(first, await reader.look(), question);
    if (group !== undefined && found.length === 0) throw unknownGroup(group, groups, addresses);
    const rows = all === true ? found : found.filter(({ records, trend }) => records > 0 || trend === 'falling');
    printAnswer(session, output, { document: { rows }, rows, screen: () => lagScreen(rows, session.paint) });
    if (rows.length === 0) session.stderr('Nothing is behind: --all shows what there is.\n');
  });
}

/** A name that no manifest has is one that was written wrong. */
function unknownGroup(group: string, groups: readonly GroupReads[], addresses: readonly string[]): SpillwayError {
  const nobody = `No group ${group} runs at ${addresses.map(hideSecrets).join(', ') || 'any app'}`;
  if (!groups.some((known) => known.group === group))
    return new UsageError('SPW-5201', `${nobody}, and no manifest here has it.`);
  const missing = 'none of its topics was found on the broker: npx spillway topics apply makes them.';
  return new SpillwayError('SPW-5201', `${nobody}, and ${missing}`);
}

/** None where nobody says where one is, and the broker can be asked about groups instead. */
function instancesOf(session: Session, groups: readonly GroupReads[]): readonly string[] {
  try {
    return knownAddresses(session, ['consumer', 'audit']);
  } catch (error) {
    if (groups.length === 0) throw error;
    return [];
  }
}
