/** Two ascending numbers of a list, each list in the form of its codec. */
export type NumberPair = readonly [number, number];

export interface PairForm {
  /** What is written for a pair, given the pair before it. */
  toText(pair: NumberPair, before: NumberPair | undefined): string;
  /** The pair of two numbers written, or undefined when they are none. */
  toPair(first: number, second: number, before: NumberPair | undefined): NumberPair | undefined;
}

/** Writes pairs with a comma between them, as many as fit into `maxBytes`. */
export function encodePairs(
  pairs: Iterable<NumberPair>,
  form: PairForm,
  maxBytes: number,
): { text: string; count: number } {
  let text = '';
  let count = 0;
  let before: NumberPair | undefined;
  for (const pair of pairs) {
    const part = (count === 0 ? '' : ',') + form.toText(pair, before);
    if (text.length + part.length > maxBytes) break;
    text += part;
    before = pair;
    count++;
  }
  return { text, count };
}

/** Reads what `encodePairs` wrote; undefined for anything else. */
export function decodePairs(text: string, form: PairForm): readonly NumberPair[] | undefined {
  const pairs: NumberPair[] = [];
  if (text === '') return pairs;
  for (const part of text.split(',')) {
    const [, first, second] = /^([0-9a-z]{1,11})\.([0-9a-z]{1,11})$/.exec(part) ?? [];
    if (first === undefined || second === undefined) return undefined;
    const pair = form.toPair(Number.parseInt(first, 36), Number.parseInt(second, 36), pairs.at(-1));
    if (pair === undefined || !pair.every(Number.isSafeInteger)) return undefined;
    pairs.push(pair);
  }
  return pairs;
}

/** Two numbers as text in base 36. */
export function pairText(first: number, second: number): string {
  return `${first.toString(36)}.${second.toString(36)}`;
}
