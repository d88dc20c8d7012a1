/** Why packed records cannot be had: too many bytes for this process, or no valid bytes of their format. */
export type UnpackProblem = 'over-limit' | 'corrupt';

export class UnpackError extends Error {
  constructor(
    readonly problem: UnpackProblem,
    detail: string,
    options?: ErrorOptions,
  ) {
    super(detail, options);
    this.name = 'UnpackError';
  }
}

export function overLimit(codec: string, maxBytes: number): UnpackError {
  return new UnpackError('over-limit', `${codec} data unpacks to more than ${maxBytes} bytes`);
}

export function corrupt(codec: string, what: string): UnpackError {
  return new UnpackError('corrupt', `${codec} data is not valid: ${what}`);
}
