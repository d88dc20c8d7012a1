export { checkHistory, type HistoryFinding, type PastVersion } from './compatibility/check-history.js';
export { compare } from './compatibility/compare.js';
export { compatibilityRules, type CompatibilityRule } from './compatibility/compatibility-rules.js';
export type { Finding, Newer } from './compatibility/finding.js';
export { attributesInForce } from './files/attributes-in-force.js';
export { checkContracts, type ContractCheck } from './files/check-contracts.js';
export type { Contract, ContractSet, EventContract, FileProblem } from './files/contract.js';
export type { ContractFinding } from './files/contract-finding.js';
export { contractRules, type ContractRuleName } from './files/contract-rules.js';
export { namesOfContract } from './files/names-of-contract.js';
export type { Past, PastContract } from './files/past.js';
export { eventFolder } from './files/event-folder.js';
export { readContracts } from './files/read-contracts.js';
export { readFolder } from './files/read-folder.js';
export { statedAttributes, type StatedAttributes } from './files/stated-attributes.js';
export type { SchemaFile } from './files/schema-file.js';
export { suppress, type Suppressed, type Suppression } from './files/suppress.js';
export {
  applyGenerator,
  applyPlan,
  findDifferences,
  planGeneration,
  type Difference,
  type GenerationPlan,
} from './generate/apply-generator.js';
export { contractsGenerator } from './generate/contracts-generator.js';
export { eventTopic } from './files/event-topic.js';
export { exampleOf } from './generate/example-of.js';
export type { GenerateOptions } from './generate/generate-contracts.js';
export type { GeneratedFile, Generator } from './generate/generator.js';
export { registrableContracts, type RegistrableEvent } from './generate/registrable-contracts.js';
export { selfContained } from './generate/self-contained.js';
export type { Position } from './json/position-at.js';
export { parseSchema } from './schema/parse-schema.js';
export type { ForeignSchemas } from './schema/schema-reader.js';
export type { SchemaIssue } from './schema/schema-scope.js';
export type { Place, SchemaNode, TypeUse } from './schema/schema-node.js';
