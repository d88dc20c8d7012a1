import { noPaint, type Paint } from '../output/paint.js';
import { alignColumns } from '../tables/align-columns.js';
import { oneLine } from '../tables/one-line.js';
import { durationText } from './duration-text.js';
import type { LagRow } from './judge-lag.js';

const arrows = { falling: '↓', growing: '↑', steady: '→' } as const;

/** Lag for people, a line for each topic of a group, or for each partition. */
export function lagScreen(rows: readonly LagRow[], paint: Paint = noPaint): string {
  const hasPartitions = rows.some(({ partition }) => partition !== null);
  const cells = rows.map((row) => [
    oneLine(row.group),
    oneLine(row.topic, 100),
    ...(hasPartitions ? [String(row.partition)] : []),
    String(row.records),
    durationText(row.seconds),
    trendText(row, paint),
    drainText(row),
    row.state === 'running' ? row.state : paint.careful(row.state),
  ]);
  const partition = hasPartitions ? ['PARTITION'] : [];
  if (rows.length === 0) return '';
  return alignColumns(['GROUP', 'TOPIC', ...partition, 'LAG', 'TIME LAG', 'TREND', 'DRAINED IN', 'STATE'], cells);
}

function trendText({ trend, changePerSecond, records }: LagRow, paint: Paint): string {
  if (trend === null || changePerSecond === null) return '';
  if (trend === 'steady') return records === 0 ? arrows.steady : paint.careful(arrows.steady);
  const perSecond = Math.round(Math.abs(changePerSecond) * 10) / 10;
  const text = `${arrows[trend]} ${perSecond}/s`;
  return trend === 'growing' ? paint.careful(text) : text;
}

function drainText({ trend, records, drainSeconds }: LagRow): string {
  if (trend === null || records === 0) return '';
  return drainSeconds === null ? 'not like this' : durationText(drainSeconds);
}
