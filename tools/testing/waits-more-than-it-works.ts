/** For brokers, sessions, retries: specs of every tier but unit specs, which keep a core busy. */
export function waitsMoreThanItWorks(path: string): boolean {
  return /\.(?:int|integrity)\.spec\.ts$|\.e2e-spec\.ts$/.test(path);
}
