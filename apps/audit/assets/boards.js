// The page of the boards: asks /analytics and draws. Text from answers is only ever set as text.
import { axisTexts, boardQuery, cellText, linesOf, rangeText, stateText } from './figures.js';
import { passes } from './passes.js';

/** @typedef {import('./figures.js').Board} Board */
/** @typedef {import('./figures.js').Answer} Answer */

const refreshMs = 15_000;
const colours = ['#2563eb', '#c2410c', '#15803d', '#a21caf', '#b45309', '#0f766e', '#be123c', '#64748b'];
const query = (/** @type {string} */ selector, root = document) => root.querySelector(selector);
const controls = query('#controls');
const trouble = query('#trouble');
const charts = new Map();

/**
 * @param {string} path
 * @param {AbortSignal} signal
 */
async function ask(path, signal) {
  let response;
  try {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(30_000)]);
    response = await fetch(path, { headers: { accept: 'application/json' }, signal: limited });
  } catch {
    throw new Error('The audit app does not answer.');
  }
  const body = await response.json().catch(() => undefined);
  signal.throwIfAborted();
  if (response.ok && body !== undefined) return body;
  const why = body?.errorCode === undefined ? `HTTP ${response.status}` : `${body.title} (${body.errorCode})`;
  throw new Error(why);
}

function chosenRange() {
  return new FormData(controls).get('range') ?? '31d';
}

/**
 * Asks for all boards, one after the other. A pass that is ended says nothing any more.
 *
 * @param {AbortSignal} signal
 */
async function refresh(signal) {
  try {
    const { completeUpTo, boards, spans } = await ask('/analytics', signal);
    const spanToMs = spans.event === null ? undefined : Date.parse(spans.event.to);
    const failures = [];
    for (const board of boards) {
      const section = query(`[data-board="${CSS.escape(board.name)}"]`);
      if (section === null) continue;
      try {
        const asked = boardQuery(chosenRange(), board, { nowMs: Date.now(), spanToMs });
        show(section, board, await ask(`/analytics/${board.name}?${asked}`, signal));
      } catch (error) {
        if (signal.aborted) return;
        failures.push(error);
        state(section, `No figures: ${error.message}`);
      }
    }
    sayFreshness(completeUpTo);
    sayTrouble(failures[0]);
  } catch (error) {
    if (!signal.aborted) sayTrouble(error);
  }
}

/** @param {{ time: string | null } | null} completeUpTo */
function sayFreshness(completeUpTo) {
  const now = new Date().toISOString().slice(11, 19);
  const time = completeUpTo?.time;
  const complete =
    time === null || time === undefined
      ? 'the store is still catching up with the log'
      : `complete up to ${time.slice(0, 10)} ${time.slice(11, 19)}`;
  query('#freshness').textContent = `As of ${now} · ${complete} (UTC)`;
}

/** @param {Error | undefined} error */
function sayTrouble(error) {
  trouble.hidden = error === undefined;
  trouble.textContent = error === undefined ? '' : `${error.message} What is shown may be old; it is asked again.`;
}

function state(section, text) {
  const line = query('.state', section);
  line.hidden = text === '';
  line.textContent = text;
  section.setAttribute('aria-busy', 'false');
}

function show(section, board, answer) {
  const isEmpty = answer.rows.length === 0;
  state(section, stateText(answer));
  const chart = query('.chart', section);
  chart.hidden = isEmpty || board.shape === 'list';
  charts.get(board.name)?.destroy();
  charts.delete(board.name);
  if (!chart.hidden) charts.set(board.name, draw(chart, linesOf(board, answer)));
  chart.setAttribute('aria-label', `${board.title}, ${rangeText(answer)}; the figures follow as a table`);
  const details = query('details', section);
  details.hidden = isEmpty;
  if (board.shape === 'list') details.open = true;
  query('.figures', section).replaceChildren(...(isEmpty ? [] : [table(board, answer)]));
}

function draw(element, { labels, data }) {
  const ink = getComputedStyle(document.body).color;
  const axis = { stroke: ink, grid: { stroke: '#8884' }, ticks: { stroke: '#8884' } };
  const points = { show: data[0].length < 60 };
  const series = labels.map((label, index) => ({ label, stroke: colours[index % colours.length], width: 2, points }));
  const options = {
    width: Math.max(280, element.clientWidth),
    height: 220,
    tzDate: (/** @type {number} */ seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
    scales: { y: { range: (_, low, high) => [Math.min(0, low), high > 0 ? high * 1.05 : 1] } },
    axes: [
      { ...axis, values: (_, seconds) => axisTexts(seconds), space: 80 },
      { ...axis, size: 70 },
    ],
    series: [{ label: 'UTC' }, ...series],
  };
  return new uPlot(options, data, element);
}

function table(board, { rows, interval, truncated }) {
  const columns = [...(interval === null ? [] : ['time']), ...board.groupBy, ...board.measures];
  const root = document.createElement('table');
  const caption = root.createCaption();
  caption.textContent = `${board.title}${truncated ? ', the first rows' : ''}`;
  const head = root.createTHead().insertRow();
  for (const column of columns)
    head.append(Object.assign(document.createElement('th'), { textContent: column, scope: 'col' }));
  const body = root.createTBody();
  for (const row of rows.slice(0, 500)) {
    const line = body.insertRow();
    for (const column of columns) {
      const cell = line.insertCell();
      cell.textContent = cellText(row[column], column);
      if (board.measures.includes(column) && column !== 'name') cell.className = 'number';
    }
  }
  return root;
}

const isWanted = () => query('#live').checked && !document.hidden;
const begin = passes(refresh, { everyMs: refreshMs, isWanted });

const fromAddress = new URLSearchParams(location.hash.slice(1)).get('range');
const choice = [...document.querySelectorAll('input[name="range"]')].find(({ value }) => value === fromAddress);
if (choice !== undefined) choice.checked = true;
controls.addEventListener('change', (event) => {
  if (event.target.name === 'range') history.replaceState(null, '', `#range=${chosenRange()}`);
  begin();
});
controls.addEventListener('submit', (event) => {
  event.preventDefault();
  begin();
});
window.addEventListener('resize', () => {
  for (const [name, chart] of charts) {
    chart.setSize({ width: Math.max(280, query(`[data-board="${name}"] .chart`).clientWidth), height: 220 });
  }
});
begin();
