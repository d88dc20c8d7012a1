import { attributeProblem, type ErrorIssue, pointerStep, SpillwayError } from '@spillway/events';
import { refuseChosenDestination } from './refuse-chosen-destination.js';
import type { CloudEvent } from './cloud-event.js';
import { isTraceparent } from './is-traceparent.js';

const required = ['id', 'source', 'type'] as const;
const optional = ['subject', 'correlationid', 'causationid'] as const;

/**
 * Reads a CloudEvents 1.0 event in JSON form. What only Spillway or Kafka clients set (`spillway…`, `kafka_…`) is
 * left out; further extension attributes are not kept.
 *
 * @throws SpillwayError `SPW-4001` not an object · `SPW-4054` names a topic or partition · `SPW-3006` attributes
 *   missing or malformed, with pointers · `SPW-4056` data that is not JSON
 */
export function readCloudEvent(json: unknown): CloudEvent {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new SpillwayError('SPW-4001', 'A CloudEvent is a JSON object');
  }
  const attributes = json as Readonly<Record<string, unknown>>;
  refuseChosenDestination(attributes);
  const issues = [...checkNames(attributes), ...checkValues(attributes)];
  if (issues.length > 0) {
    const names = issues.slice(0, 10).map(({ pointer }) => pointer.slice(1));
    if (issues.length > names.length) names.push(`… (${issues.length} in all)`);
    throw new SpillwayError('SPW-3006', `CloudEvents attributes are not valid: ${names.join(', ')}`, { issues });
  }
  checkDataFormat(attributes);
  return toCloudEvent(attributes as Readonly<Record<string, string | null | undefined>>, attributes['data']);
}

function toCloudEvent(text: Readonly<Record<string, string | null | undefined>>, data: unknown): CloudEvent {
  return {
    id: text['id']!,
    source: text['source']!,
    type: text['type']!,
    time: text['time'] ?? undefined,
    subject: text['subject'] ?? undefined,
    correlationId: text['correlationid'] ?? undefined,
    causationId: text['causationid'] ?? undefined,
    // Broken trace context is dropped, as W3C asks: it must not cost an event.
    traceparent: isTraceparent(text['traceparent'] ?? '') ? text['traceparent']! : undefined,
    data,
  };
}

function checkNames(attributes: Readonly<Record<string, unknown>>): ErrorIssue[] {
  return Object.keys(attributes)
    .filter((name) => !isControl(name) && name !== 'data_base64' && !/^[a-z0-9]{1,64}$/.test(name))
    .map((name) => ({
      pointer: pointerStep(name.slice(0, 64).toWellFormed()),
      detail: 'is not an attribute name: lower-case letters and digits',
    }));
}

function isControl(name: string): boolean {
  return /^(?:spillway|kafka_)/i.test(name);
}

function checkValues(attributes: Readonly<Record<string, unknown>>): ErrorIssue[] {
  const issues: ErrorIssue[] = [];
  const check = (name: string, problem: string | undefined): void => {
    if (problem !== undefined) issues.push({ pointer: `/${name}`, detail: problem });
  };
  for (const name of required) {
    check(name, Object.hasOwn(attributes, name) ? attributeProblem(attributes[name]) : 'is missing');
  }
  for (const name of optional) {
    if (isGiven(attributes, name)) check(name, attributeProblem(attributes[name]));
  }
  check('specversion', attributes['specversion'] === '1.0' ? undefined : 'is not 1.0');
  if (isGiven(attributes, 'time') && typeof attributes['time'] !== 'string') check('time', 'is not text');
  if (isGiven(attributes, 'traceparent') && typeof attributes['traceparent'] !== 'string') {
    check('traceparent', 'is not text');
  }
  return issues;
}

/** CloudEvents' JSON format: an attribute that is null is as good as absent. */
function isGiven(attributes: Readonly<Record<string, unknown>>, name: string): boolean {
  return attributes[name] !== undefined && attributes[name] !== null;
}

function checkDataFormat(attributes: Readonly<Record<string, unknown>>): void {
  if (isGiven(attributes, 'data_base64')) throw new SpillwayError('SPW-4056', 'Data in base64 is not supported');
  const type = attributes['datacontenttype'];
  if (!isGiven(attributes, 'datacontenttype')) return;
  if (typeof type !== 'string' || !/^application\/json *(?:; *charset="?utf-8"?)?$/i.test(type)) {
    throw new SpillwayError('SPW-4056', 'datacontenttype must be application/json');
  }
}
