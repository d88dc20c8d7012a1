import { boardNames, boards, type BoardName } from '../analytics/boards.js';

const ranges = [
  { value: '24h', text: '24 hours' },
  { value: '7d', text: '7 days' },
  { value: '31d', text: '31 days', isDefault: true },
  { value: '365d', text: '1 year' },
] as const;

/**
 * `GET /` as HTML: everything but the figures, which its script asks for. Needs no other host, no inline script and no
 * inline style, so that the strictest content security policy holds.
 */
export function boardsPage(): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Spillway audit: boards</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/uplot.css">
<link rel="stylesheet" href="/assets/boards.css">
<script src="/assets/uplot.js" defer></script>
<script src="/assets/boards.js" type="module"></script>
</head>
<body>
<a class="skip" href="#boards">Skip to the boards</a>
<header>
<h1>Audit boards</h1>
<p id="freshness" role="status" aria-live="polite">Asking …</p>
<form id="controls">
<fieldset>
<legend>Range</legend>
${ranges.map(rangeChoice).join('\n')}
</fieldset>
<label><input type="checkbox" id="live" checked> Keep up to date</label>
<button type="submit">Refresh</button>
</form>
<nav aria-label="More"><a href="/docs">API</a> <a href="/audit/completeness">Completeness</a></nav>
</header>
<p id="trouble" role="alert" hidden></p>
<noscript><p class="notice">The figures need JavaScript. The same as JSON: ${boardNames.map(jsonLink).join(', ')}.</p></noscript>
<main id="boards" tabindex="-1">
${boardNames.map(section).join('\n')}
</main>
</body>
</html>
`;
}

function rangeChoice({ value, text, ...choice }: (typeof ranges)[number]): string {
  const checked = 'isDefault' in choice ? ' checked' : '';
  return `<label><input type="radio" name="range" value="${value}"${checked}> ${text}</label>`;
}

function jsonLink(name: BoardName): string {
  return `<a href="/analytics/${name}">${escape(boards[name].title)}</a>`;
}

function section(name: BoardName): string {
  const { title, description, shape } = boards[name];
  return `<section class="board ${shape}" data-board="${name}" aria-labelledby="title-${name}" aria-busy="true">
<h2 id="title-${name}">${escape(title)}</h2>
<p>${escape(description)}</p>
<p class="state">Asking …</p>
<div class="chart" role="img" aria-labelledby="title-${name}" hidden></div>
<details><summary>Figures of ${escape(title)}</summary><div class="figures" tabindex="0"></div></details>
</section>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
