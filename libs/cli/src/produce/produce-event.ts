import { readValidContracts } from '../contracts/read-valid-contracts.js';
import { askApp } from '../http/app-client.js';
import type { OutputForm } from '../output/output-option.js';
import type { Session } from '../session/session.js';
import { durationText } from '../lag/duration-text.js';
import type { EventStep } from './event-steps.js';
import { findContract } from './find-contract.js';
import { followEvent } from './follow-event.js';
import { groupsOfTopic } from './groups-of-topic.js';
import type { JourneyVerdict } from './judge-journey.js';
import { readPayload, type PayloadOptions } from './read-payload.js';
import { stepLine } from './step-line.js';

export interface ProduceOptions extends PayloadOptions {
  readonly output: OutputForm;
  readonly id?: string;
  readonly source: string;
  readonly correlationId?: string;
  readonly wait?: boolean;
  readonly timeout: number;
  readonly group?: readonly string[];
  readonly producerUrl?: string;
  readonly auditUrl?: string;
  /** Apps that run groups. */
  readonly url?: readonly string[];
}

/** Where an event lies in the log, as the producer app answers. */
interface AcceptedView {
  readonly id: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly deduplicated: boolean;
}

type Produced = ProduceOptions & { readonly id: string; readonly schemasFolder: string };

/** @returns the exit code: 1 when a group gave the event up, or was not through with it in time */
export async function produceEvent(session: Session, type: string, options: Produced): Promise<number> {
  const { id, source, correlationId, output, schemasFolder, producerUrl } = options;
  const { workingDir, stdout } = session;
  const contract = findContract(readValidContracts(schemasFolder, workingDir).contracts, type);
  const data = readPayload(options, { workingDir, schemasFolder, contract });
  const body = { specversion: '1.0', id, source, type: contract.fullName, correlationid: correlationId, data };
  const request = {
    path: '/events',
    app: 'producer',
    body,
    headers: { 'content-type': 'application/cloudevents+json' },
  } as const;
  const startMs = performance.now();
  const sent = await askApp<AcceptedView>(session, { url: producerUrl }, request);
  if (output === 'ndjson') stdout(`${JSON.stringify({ step: 'sent', ...sent })}\n`);
  if (output === 'table') stdout(sentLines(sent));
  const steps: EventStep[] = [];
  const tell = (step: EventStep): void => {
    steps.push(step);
    if (output === 'ndjson') stdout(`${JSON.stringify(step)}\n`);
    if (output === 'table') stdout(stepLine(step));
  };
  const verdict = options.wait === true ? await follow(session, sent, options, tell) : undefined;
  const isWell = verdict === undefined || (verdict.isOver && verdict.gaveUp.length === 0);
  if (output === 'json') stdout(`${JSON.stringify({ ...sent, ...verdict, steps }, null, 2)}\n`);
  if (verdict !== undefined) session.stderr(endLine(verdict, (performance.now() - startMs) / 1_000, sent.id));
  return isWell ? 0 : 1;
}

async function follow(
  session: Session,
  { id, topic }: AcceptedView,
  { group, url, auditUrl, timeout }: Produced,
  tell: (step: EventStep) => void,
): Promise<JourneyVerdict> {
  const groups = group ?? (await groupsOfTopic(session, topic, url));
  if (groups.length === 0)
    session.stderr(`No group of the apps that were asked reads ${topic}: name those that do by --group.\n`);
  return followEvent(session, id, { auditUrl, groups, timeoutMs: timeout * 1_000, tell });
}

function sentLines({ id, topic, partition, offset, deduplicated }: AcceptedView): string {
  const before = deduplicated ? '  (was there before)' : '';
  return `sent      ${topic}/${partition}/${offset}${before}\nevent id  ${id}\n`;
}

function endLine({ isOver, open, gaveUp, followed }: JourneyVerdict, seconds: number, id: string): string {
  const took = durationText(seconds);
  const look = `Look: npx spillway audit query journey ${id}\n`;
  if (isOver && followed.length === 0) return `Audited in ${took}; no group was followed. ${look}`;
  if (!isOver) return `Not through after ${took}: ${open.join(', ') || 'the audit store'}. ${look}`;
  if (gaveUp.length > 0) return `Given up by ${gaveUp.join(', ')} after ${took}. ${look}`;
  return `Handled and audited in ${took}. ${look}`;
}
