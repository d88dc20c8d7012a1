export interface MetricSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const line = /^([A-Za-z_:][\w:]*)(?:\{(.*)\})? +(\S+)(?: +-?\d+)?$/;
const label = /([A-Za-z_]\w*)="((?:[^"\\]|\\.)*)"/g;
const escapes: Readonly<Record<string, string>> = { '\\\\': '\\', '\\"': '"', '\\n': '\n' };

/** The samples of a Prometheus text exposition; what is no sample is passed over. */
export function parseMetrics(text: string): readonly MetricSample[] {
  return text.split('\n').flatMap((row): readonly MetricSample[] => {
    const match = line.exec(row);
    if (match === null) return [];
    const pairs = [...(match[2] ?? '').matchAll(label)].map(([, name, value]) => [name!, unescaped(value!)] as const);
    return [{ name: match[1]!, labels: Object.fromEntries(pairs), value: Number(match[3]) }];
  });
}

function unescaped(value: string): string {
  return value.replaceAll(/\\[\\"n]/g, (escape) => escapes[escape]!);
}
