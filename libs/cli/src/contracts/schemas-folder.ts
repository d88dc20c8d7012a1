import { resolve } from 'node:path';
import type { Command } from 'commander';
import { findUpwards } from '../files/find-upwards.js';
import { refuseUsage } from '../context/refuse-usage.js';

export interface SchemasOption {
  readonly schemas?: string;
}

export function addSchemasOption(command: Command): Command {
  return command.option('--schemas <folder>', 'the contracts; default: the nearest schemas/ from here upwards');
}

/** The folder that was named, else the nearest. Ends the command when there is none. */
export function schemasFolderOf(command: Command, { schemas }: SchemasOption, workingDir: string): string {
  const folder = schemas === undefined ? findUpwards(workingDir, 'schemas') : resolve(workingDir, schemas);
  return folder ?? refuseUsage(command, 'No folder schemas/ here: name it by --schemas.');
}
