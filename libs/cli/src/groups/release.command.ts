import type { Command } from 'commander';
import { addConfirmOptions, confirmChange } from '../confirm/confirm-change.js';
import type { ConfirmOptions } from '../confirm/judge-change.js';
import { refuseUsage } from '../context/refuse-usage.js';
import { addExamples } from '../help/add-examples.js';
import { addAppOptions, askApp, type AppOptions } from '../http/app-client.js';
import { printAnswer } from '../output/print-answer.js';
import type { Session } from '../session/session.js';
import { counted } from '../output/counted.js';

interface Released {
  readonly handler?: string;
  readonly topic?: string;
  readonly key?: string;
  readonly keyBase64?: string;
}

type ReleaseOptions = AppOptions & ConfirmOptions & Released;

/** `spillway groups release`: asks first, since what it releases is handled again. */
export function addReleaseCommand(groups: Command, session: Session): void {
  const command = addAppOptions(
    groups.command('release <group>').description('Releases a handler whose budget is spent, or a held key.'),
  )
    .option('--handler <name>', 'the handler')
    .option('--topic <topic>', 'the topic of the key')
    .option('--key <key>', 'the key')
    .option('--key-base64 <bytes>', 'the key, when it is no text');
  addExamples(addConfirmOptions(command), [
    ['groups release payments --handler CapturePayment', 'its dead-letter budget begins anew'],
    ['groups release payments --topic retail.orders --key 17850', 'its dead letters are sent back in order'],
  ]);
  command.action(async (group: string, options: ReleaseOptions) => {
    const { handler, topic, key, keyBase64 } = options;
    const body = refuseUnclear(command, { handler, topic, key, keyBase64 });
    const what = `Release ${handler ?? `the key ${key ?? keyBase64} of ${topic}`} in ${group}`;
    await confirmChange(session, command, { what, isGrave: true }, options);
    const path = `/groups/${encodeURIComponent(group)}/release`;
    const answer = await askApp<{ readonly sentBack: number }>(session, options, { path, body });
    const done = handler ?? `the key; ${counted(answer.sentBack, 'dead letter')} sent back`;
    printAnswer(session, options.output, { document: answer, screen: () => `Released ${done}.\n` });
  });
}

function refuseUnclear(command: Command, released: Released): object {
  const { handler, topic, key, keyBase64 } = released;
  if ((handler === undefined) === (topic === undefined))
    return refuseUsage(command, 'Say --handler, or --topic with --key.');
  if (topic !== undefined && (key === undefined) === (keyBase64 === undefined))
    return refuseUsage(command, 'Say which key: --key or --key-base64.');
  return released;
}
