import { describe, expect, it } from '@jest/globals';
import { readConfig } from '@spillway/streaming';
import { parse } from 'yaml';
import { z } from 'zod';
import { readGatewayConfig } from '../../tools/payment-gateway/gateway-config.ts';
import { read } from '../support/source-files.js';

interface Service {
  readonly image?: string;
  readonly build?: { readonly args: { readonly APP: string } };
  readonly environment: Readonly<Record<string, string>>;
  readonly healthcheck?: object;
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly volumes?: readonly string[];
}
interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: object;
  readonly configs: { readonly databases: { readonly content: string } };
}

const compose = parse(read('docker-compose.yml'), { merge: true }) as Compose;
const dockerfile = read('Dockerfile');
const apps = ['producer', 'consumer', 'audit'];

/** An app's whole configuration: the largest schema of its `<app>.config.ts`. */
async function configSchema(app: string): Promise<z.ZodObject> {
  const module = (await import(`../../apps/${app}/src/${app}.config.ts`)) as Record<string, unknown>;
  const schemas = Object.values(module).filter((value): value is z.ZodObject => value instanceof z.ZodObject);
  return schemas.toSorted((one, other) => Object.keys(other.shape).length - Object.keys(one.shape).length)[0]!;
}

const variablesOf = (service: Service): Record<string, string> =>
  Object.fromEntries(
    Object.entries(service.environment).map(([name, value]) => [name, value.replaceAll(/\$\{[^}]+\}/g, 'pa55word')]),
  );

describe('docker-compose.yml', () => {
  it('has the whole set', () => {
    expect(Object.keys(compose.services).toSorted()).toEqual([
      'audit',
      'clickhouse',
      'consumer',
      'kafka',
      'payment-gateway',
      'postgres',
      'producer',
      'provision',
      'registry',
    ]);
  });

  it('pins every image to a release', () => {
    const images = [
      ...Object.values(compose.services).flatMap(({ image }) => image ?? []),
      ...[...dockerfile.matchAll(/^FROM (\S+)/gm)].map((match) => match[1]!),
    ];
    expect(images).toHaveLength(6);
    for (const image of images) expect(image).toMatch(/^[a-z/-]+:\d+\.\d+(?:\.\d+)*(?:[.-][A-Za-z]+)*$/);
  });

  it.each(apps)('gives the %s only variables it knows, and all that it needs', async (app) => {
    const service = compose.services[app]!;
    expect(service.build?.args.APP).toBe(app);
    const config = readConfig(await configSchema(app), variablesOf(service));
    expect(service.ports).toEqual([`127.0.0.1:${config['SPILLWAY_HTTP_PORT']}:${config['SPILLWAY_HTTP_PORT']}`]);
  });

  it('gives the payment gateway only variables it knows, and the consumer its address', () => {
    const gateway = readGatewayConfig(variablesOf(compose.services['payment-gateway']!));
    const url = `http://payment-gateway:${gateway.SPILLWAY_GATEWAY_PORT}`;
    expect(variablesOf(compose.services['consumer']!)).toHaveProperty('SPILLWAY_PAYMENT_GATEWAY_URL', url);
  });

  it('gives each app with state a database of its own, which exists', () => {
    const databases = ['producer', 'consumer'].map((app) =>
      new URL(variablesOf(compose.services[app]!)['SPILLWAY_POSTGRES_URL']!).pathname.slice(1),
    );
    expect(new Set(databases).size).toBe(2);
    for (const database of [...databases, 'registry']) {
      expect(compose.configs.databases.content).toContain(`CREATE DATABASE ${database};`);
    }
  });

  it('starts the apps only after topics and contracts exist, on services that answer', () => {
    for (const app of apps) {
      expect(compose.services[app]?.depends_on).toHaveProperty('provision.condition', 'service_completed_successfully');
    }
    for (const [name, service] of Object.entries(compose.services)) {
      for (const [dependency, { condition }] of Object.entries(service.depends_on ?? {})) {
        expect(compose.services).toHaveProperty(dependency);
        if (condition !== 'service_healthy') continue;
        expect([name, dependency, compose.services[dependency]?.healthcheck]).toEqual([
          name,
          dependency,
          expect.anything(),
        ]);
      }
    }
  });

  it('declares the volumes it mounts', () => {
    const mounted = Object.values(compose.services).flatMap(({ volumes = [] }) => volumes.map((v) => v.split(':')[0]!));
    expect(mounted.toSorted()).toEqual(Object.keys(compose.volumes).toSorted());
  });

  it('holds no password', () => {
    expect(read('docker-compose.yml')).not.toMatch(/PASSWORD: (?!\$\{STACK_PASSWORD)/);
  });
});

describe('Dockerfile', () => {
  it('runs the built app as another user than root, without npm in between', () => {
    const runtime = dockerfile.slice(dockerfile.lastIndexOf('FROM '));
    expect(runtime).toMatch(/^USER node$/m);
    expect(runtime).toMatch(/^CMD \["node", (?:"--[\w=-]+", )*"dist\/main\.js"\]$/m);
    expect(runtime).toMatch(/^HEALTHCHECK /m);
    expect(dockerfile).toContain('npm ci --ignore-scripts');
  });
});
