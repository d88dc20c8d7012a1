export { avroCodec, type AvroCodecOptions } from './codec/avro-codec.js';
export type { Compatibility, ContractRegistry } from './registry/contract-registry.js';
export { httpRegistry, type HttpRegistryOptions } from './registry/http-registry.js';
export { memoryRegistry } from './registry/memory-registry.js';
export { registerContracts, type RegisterOptions } from './registry/register-contracts.js';
export { registryConfigSchema } from './registry/registry-config.js';
