// What the page makes of an answer of /analytics: pure functions, tested without a browser.

/**
 * @typedef {Record<string, string | number | null>} Row
 * @typedef {{ name: string, title: string, time: 'record' | 'event' | 'delivery', shape: 'series' | 'list',
 *   lines: 'groups' | 'measures', groupBy: string[], measures: string[] }} Board
 * @typedef {{ from: string, to: string, interval: 'hour' | 'day' | null, truncated: boolean, rows: Row[] }} Answer
 */

const maxLines = 7;
const dayMs = 86_400_000;
const hourMs = 3_600_000;
/** As many as one answer may have. */
const maxRows = 10_000;
const rangeDays = { '24h': 1, '7d': 7, '31d': 31, '365d': 365 };

/**
 * The query of a board for a choice of range. Records end now; orders end where the last one is.
 *
 * @param {string} choice
 * @param {{ time: string, shape: string }} board
 * @param {{ nowMs: number, spanToMs: number | undefined }} at
 */
export function boardQuery(choice, { time, shape }, { nowMs, spanToMs }) {
  const days = rangeDays[/** @type {keyof typeof rangeDays} */ (choice)] ?? rangeDays['31d'];
  const toMs = time === 'event' && spanToMs !== undefined ? spanToMs : nowMs;
  const query = new URLSearchParams({
    from: new Date(toMs - days * dayMs).toISOString(),
    to: new Date(toMs).toISOString(),
  });
  if (shape === 'series') {
    query.set('interval', days <= 7 ? 'hour' : 'day');
    query.set('limit', String(maxRows));
  }
  return query;
}

/**
 * Up to where a series tells all, in ms since the epoch. Its rows come in the order of time: where there are more than an
 * answer holds, those of its last interval may be missing, and all behind it are.
 *
 * @param {Answer} answer
 */
export function wholeToMs({ to, interval, truncated, rows }) {
  const last = rows.at(-1)?.['time'];
  return truncated && interval !== null && last ? Date.parse(String(last)) : Date.parse(to);
}

/**
 * What is to be said of an answer before its figures; empty when they say all.
 *
 * @param {Answer} answer
 */
export function stateText(answer) {
  if (answer.rows.length === 0) return `Nothing from ${rangeText(answer)}.`;
  const toMs = wholeToMs(answer);
  if (toMs === Date.parse(answer.to)) return '';
  const to = cellText(new Date(toMs).toISOString(), 'time');
  return `Drawn up to ${to} only: there are more figures than one answer holds. A shorter range may have all.`;
}

/** @param {Answer} answer */
export function rangeText({ from, to }) {
  return `${cellText(from, 'time')} to ${cellText(to, 'time')}`;
}

/**
 * Columns for uPlot: seconds, then a line per group (the greatest, then all others) or per measure where there is no
 * group. Every interval is there of which the answer tells all; one without records is 0, a quantile of nothing is a gap.
 *
 * @param {Board} board
 * @param {Answer} answer
 * @returns {{ labels: string[], data: (number | null)[][] }}
 */
export function linesOf(board, answer) {
  const { from, interval, rows } = answer;
  const toMs = wholeToMs(answer);
  const unitMs = interval === 'day' ? dayMs : hourMs;
  /** @type {number[]} */
  const times = [];
  for (let ms = Date.parse(from); ms < toMs; ms += unitMs) times.push(ms / 1000);
  const places = new Map(times.map((time, index) => [time, index]));
  /** @type {Map<string, (number | null)[]>} */
  const lines = new Map();
  const add = (/** @type {string} */ label, /** @type {Row} */ row, /** @type {string} */ measure) => {
    const place = places.get(Date.parse(String(row['time'])) / 1000);
    if (place === undefined) return;
    const empty = measure.endsWith('Ms') ? null : 0;
    if (!lines.has(label))
      lines.set(
        label,
        times.map(() => empty),
      );
    const line = lines.get(label) ?? [];
    line[place] = (line[place] ?? 0) + Number(row[measure]);
  };
  for (const row of rows) {
    if (board.lines === 'groups') add(groupOf(board, row), row, board.measures[0] ?? '');
    else for (const measure of linesAmong(board.measures)) add(measure, row, measure);
  }
  const sorted = [...lines].toSorted(([, one], [, other]) => sum(other) - sum(one));
  const others = sorted.slice(maxLines);
  const shown = sorted.slice(0, maxLines);
  if (others.length > 0) {
    shown.push([`${others.length} others`, times.map((_, place) => sum(others.map(([, line]) => line[place] ?? 0)))]);
  }
  return { labels: shown.map(([label]) => label), data: [times, ...shown.map(([, line]) => line)] };
}

/**
 * The measures that fit one scale: beside quantiles no counts, beside counts no amounts.
 *
 * @param {string[]} measures
 */
function linesAmong(measures) {
  const quantiles = measures.filter((name) => name.endsWith('Ms'));
  return quantiles.length > 0 ? quantiles : measures.filter((name) => name !== 'cancelled');
}

/**
 * @param {Board} board
 * @param {Row} row
 */
export function groupOf({ groupBy }, row) {
  return groupBy
    .map((name) => (name === 'schemaId' ? `schema ${row[name] ?? 'none'}` : String(row[name] ?? 'others')))
    .join(' · ');
}

/** @param {(number | null)[]} values */
function sum(values) {
  return values.reduce((/** @type {number} */ total, value) => total + (value ?? 0), 0);
}

/**
 * A value as people read it: times without their T, numbers with thin groups; texts as they are.
 *
 * @param {string | number | null | undefined} value
 * @param {string} column
 */
export function cellText(value, column) {
  if (value === null || value === undefined) return column === 'key' ? 'all others' : '–';
  if (column === 'time')
    return String(value)
      .replace('T', ' ')
      .replace(/:00\.000Z$/, 'Z');
  return typeof value === 'number' ? value.toLocaleString('en-GB') : value;
}

/**
 * Texts of a time axis: days as they are written everywhere else here, hours below a day's distance.
 *
 * @param {number[]} seconds
 */
export function axisTexts(seconds) {
  const [first = 0, second = first] = seconds;
  const isDays = second - first >= 86_400 || seconds.length < 2;
  return seconds.map((each) => {
    const text = new Date(each * 1000).toISOString();
    return isDays || each % 86_400 === 0 ? text.slice(0, 10) : text.slice(11, 16);
  });
}
