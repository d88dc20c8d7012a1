import { SpillwayError } from '@spillway/events';
import type { AppManifest } from '@spillway/streaming';
import type { Command } from 'commander';
import { refuseUsage } from '../context/refuse-usage.js';
import { several } from '../options/several.js';
import { findManifests, manifestName } from './find-manifests.js';
import { parseManifests } from './parse-manifests.js';
import { withPrincipals } from './with-principals.js';

export interface ManifestsOptions {
  readonly manifest?: readonly string[];
  readonly principal?: readonly string[];
}

export function addManifestsOptions(command: Command): Command {
  return command.option(
    '--manifest <file>',
    `an app’s ${manifestName}, again for each app; default: the nearest, or those in apps/*`,
    several,
  );
}

/** Kafka’s names of the apps in this environment. */
export function addPrincipalOption(command: Command): Command {
  return command.option(
    '--principal <app=principal>',
    'who an app is to Kafka here, again for each app; default: what its manifest says',
    several,
  );
}

/**
 * What the apps here say of themselves.
 * Ends the command when a principal is none of theirs.
 *
 * @throws SpillwayError `SPW-3020` when there are none, or one cannot be used
 */
export async function readManifests(
  command: Command,
  workingDir: string,
  { manifest, principal = [] }: ManifestsOptions,
): Promise<readonly AppManifest[]> {
  const files = findManifests(workingDir, manifest);
  if (files.length === 0) throw new SpillwayError('SPW-3020', `There is no ${manifestName} in ${workingDir} or above.`);
  const read = withPrincipals(await parseManifests(files, workingDir), principal);
  return typeof read === 'string' ? refuseUsage(command, read) : read;
}
