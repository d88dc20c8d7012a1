import type { ContractBench } from './contract-bench.js';

/** One promise of a driver: its name is the promise, its body proves it. */
export interface TransportPromise {
  readonly name: string;
  readonly body: (bench: ContractBench) => Promise<void>;
}
