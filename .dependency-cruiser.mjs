// The import table of ARCHITECTURE.md as rules. `test/architecture/import-table.spec.ts` runs them.
const adapters = ['kafka', 'codecs', 'audit-store', 'state-store', 'observability'];
const adapterPattern = `(?:${adapters.join('|')})`;
const spec = '\\.(?:spec|int\\.spec|integrity\\.spec|e2e-spec)\\.ts$';

const forbid = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to });

/** Which workspace may use a third-party package. `zod` may be used everywhere. */
const owners = {
  '^kafkajs$': '^libs/kafka/',
  '^(?:avsc|@kafkajs/confluent-schema-registry)$': '^libs/codecs/',
  '^(?:@clickhouse/client|chdb)$': '^libs/audit-store/',
  '^(?:pg|@electric-sql/pglite)$': '^libs/state-store/',
  '^kysely$': '^(?:libs/state-store|apps)/',
  '^(?:prom-client|pino|@opentelemetry/)': '^libs/observability/',
  '^(?:@nestjs/|fastify$|@fastify/|rxjs$|reflect-metadata$)': '^(?:libs/nest|apps)/',
  '^commander$': '^libs/cli/',
  '^csv-parse$': '^apps/producer/',
  '^uplot$': '^apps/audit/',
};

export default {
  forbidden: [
    forbid('no-cycles', {}, { circular: true }, 'Dependencies point one way.'),
    forbid(
      'events-imports-nothing',
      { path: '^libs/events/src', pathNot: spec },
      { path: '^(?:libs/(?!events/)|apps/)' },
      'The language depends on nobody.',
    ),
    forbid(
      'streaming-imports-events-only',
      { path: '^libs/streaming/src', pathNot: spec },
      { path: '^(?:libs/(?!events/|streaming/)|apps/)' },
      'The engine knows no client and no framework.',
    ),
    forbid(
      'contracts-imports-events-only',
      { path: '^libs/contracts/src', pathNot: spec },
      { path: '^(?:libs/(?!events/|contracts/)|apps/|node_modules/)' },
      'What schemas say is decided without a codec, a registry or a package.',
    ),
    ...adapters.map((adapter) =>
      forbid(
        `${adapter}-imports-no-other-adapter`,
        { path: `^libs/${adapter}/src`, pathNot: spec },
        { path: `^(?:libs/(?!events/|streaming/|${adapter}/)|apps/)` },
        'An adapter wraps one third party and knows no other adapter.',
      ),
    ),
    forbid(
      'nest-imports-no-adapter',
      { path: '^libs/nest/src', pathNot: spec },
      { path: '^(?:libs/(?!events/|streaming/|nest/)|apps/)' },
      'Adapters are passed in at the composition root.',
    ),
    forbid(
      'testing-imports-events-and-streaming',
      { path: '^libs/testing/src' },
      { path: '^(?:libs/(?!events/|streaming/|testing/)|apps/)' },
      'The test kit serves every driver alike.',
    ),
    forbid(
      'cli-boots-no-nest',
      { path: '^libs/cli/src', pathNot: spec },
      { path: '^(?:libs/(?:nest|testing)/|apps/)' },
      'The command starts fast.',
    ),
    forbid(
      'adapters-only-in-the-composition-root',
      { path: '^apps/[^/]+/src', pathNot: [spec, '\\.(?:module|config)\\.ts$'] },
      { path: `^libs/${adapterPattern}/` },
      'An app wires adapters in <app>.module.ts and <app>.config.ts.',
    ),
    forbid(
      'testing-in-specs-only',
      { path: '^(?:apps|libs/(?!testing/))', pathNot: spec },
      { path: '^libs/testing/' },
      'Test code stays out of the product.',
    ),
    forbid(
      'apps-do-not-import-apps',
      { path: '^apps/([^/]+)/' },
      { path: '^apps/', pathNot: '^apps/$1/' },
      'Apps share contracts and topics, never code.',
    ),
    forbid(
      'a-lib-is-entered-through-its-index',
      { path: '^(?:libs|apps)/([^/]+)/', pathNot: spec },
      { path: '^libs/[^/]+/src/', pathNot: ['^libs/$1/', '^libs/[^/]+/src/index\\.ts$'] },
      'What the index does not export is private.',
    ),
    ...Object.entries(owners).map(([packages, owner]) =>
      forbid(
        `owner-of-${packages.replace(/[^a-z-]+/g, '-').replace(/^-+|-+$/g, '')}`,
        { path: '^(?:libs|apps)/[^/]+/src', pathNot: [owner, spec] },
        { path: `node_modules/${packages.replace(/^\^/, '').replace(/\$/g, '/')}` },
        'A third-party package belongs to one lib.',
      ),
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(?:/dist/|\\.cache/)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.spec.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['source', 'import', 'node', 'default'] },
  },
};
