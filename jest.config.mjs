// One configuration for every tier; a tier is chosen by file name (see CONTRIBUTING.md).
const swc = [
  '@swc/jest',
  {
    jsc: {
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
      target: 'es2024',
    },
    module: { type: 'es6' },
    sourceMaps: 'inline',
  },
];

export default {
  testEnvironment: 'node',
  // Workers share two cores with Kafka and whole apps: the default of 5 s would measure the machine.
  testTimeout: 60_000,
  // What a spec file loaded is never freed, and each collection of a heap of gigabytes takes seconds.
  workerIdleMemoryLimit: '500MB',
  testSequencer: '<rootDir>/tools/testing/spec-sequencer.ts',
  // Every tier; `npm run test:<tier>` chooses by file name.
  testRegex: ['(\\.spec|\\.e2e-spec)\\.ts$'],
  // Specs run against the sources: the `source` condition of each workspace's `exports`.
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': swc },
  moduleNameMapper: {
    '^@electric-sql/pglite$': '<rootDir>/test/support/pglite.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['/dist/', '/\\.spillway/'],
};
