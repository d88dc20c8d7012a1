/** One method of one instance that is called with deliveries. */
export interface HandlerTarget {
  readonly instance: object;
  readonly method: (...args: never[]) => unknown;
  readonly methodName: string;
  /** Key of the module that holds the instance: enhancers given as classes are looked up there. */
  readonly moduleKey: string;
  /** True for plain Nest methods, whose parameters follow Nest's rules: what has no decorator stays undefined. */
  readonly isPlain: boolean;
}
