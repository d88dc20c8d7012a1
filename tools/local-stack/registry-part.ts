import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startChild } from '../processes/child.ts';
import type { Part } from '../processes/part.ts';
import { httpStatus } from '../processes/probes.ts';
import { javaCommand } from '../setup/find-java.mjs';
import { stackDir } from '../setup/paths.mjs';
import { jvmFlags } from './jvm-flags.ts';

export interface RegistryOptions {
  readonly dataDir: string;
  readonly logFile: string;
  readonly port: number;
}

const jar = 'apicurio-registry-app-2.6.13.Final-runner.jar';

/** The schema registry with its state in the data folder. Its `url` speaks the Confluent API. */
export function registryPart({ dataDir, logFile, port }: RegistryOptions): Part<'registry'> {
  const url = `http://127.0.0.1:${port}/apis/ccompat/v7`;
  return {
    name: 'registry',
    port,
    url,
    startTimeoutMs: 90_000,
    isReady: async () => (await httpStatus(`${url}/subjects`)) === 200,
    spawn: () => {
      mkdirSync(dataDir, { recursive: true });
      return startChild({
        name: 'registry',
        command: javaCommand(),
        args: [...jvmFlags(384), '-jar', jar],
        workingDir: join(stackDir, 'registry'),
        environment: registryEnvironment(dataDir, port),
        logFile,
        graceMs: 10_000,
      });
    },
  };
}

function registryEnvironment(dataDir: string, port: number): NodeJS.ProcessEnv {
  return {
    ...process.env,
    QUARKUS_HTTP_HOST: '127.0.0.1',
    QUARKUS_HTTP_PORT: String(port),
    // Without WRITE_DELAY=0 a registration that was answered could be lost by a kill.
    REGISTRY_DATASOURCE_URL: `jdbc:h2:file:${resolve(dataDir, 'registry')};WRITE_DELAY=0`,
  };
}
