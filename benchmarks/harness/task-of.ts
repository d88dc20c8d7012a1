/** The task that `measureInChild` gave this process. */
export function taskOf<T>(): T {
  return JSON.parse(process.argv[2] ?? '') as T;
}
