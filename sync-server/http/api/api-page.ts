import { createHash } from 'node:crypto';
import { nameOf, needsKey, type Endpoint } from '#lib/protocol/api/endpoint.ts';
import { describeNeed } from './openapi.ts';

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 0 auto; padding: 16px; overflow-wrap: anywhere; }
h2 { margin: 32px 0 8px; }
article { border-top: 1px solid color-mix(in srgb, currentColor 25%, transparent); padding: 16px 0; }
h3 { margin: 0; font: 600 1rem/1.5 ui-monospace, monospace; }
p, ul { margin: 4px 0; }
code { font-family: ui-monospace, monospace; }
a { color: light-dark(hsl(221 83% 40%), hsl(217 91% 75%)); }
`;

/** The page's policy: its own style, and nothing else. */
export const API_PAGE_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** The calls as a page for people: no script, nothing from elsewhere. */
export function renderApiPage(endpoints: readonly Endpoint[], version: string): string {
	const areas = Map.groupBy(endpoints, ({ path }) => path.split('/')[1] ?? '');
	const sections = [...areas].map(
		([area, calls]) =>
			`<section><h2 id="${escape(area)}">${escape(area)}</h2>${calls.map(renderCall).join('')}</section>`,
	);
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>RaStudios API</title>
<style>${STYLE}</style>
</head>
<body>
<header><h1>RaStudios API</h1>
<p>Version ${escape(version)}. The same for programs: <a href="/api/openapi.json">openapi.json</a> (OpenAPI 3.1).</p>
<p>Bodies and answers are JSON. Send <code>Authorization: Bearer &lt;access token&gt;</code>. A refusal is
<code>{"error": {"number", "code", "field"?, "message", "retryAfter"?}}</code>. Lists answer <code>items</code> and
<code>next</code>, the <code>cursor</code> to go on from.</p></header>
<main>${sections.join('\n')}</main>
</body>
</html>
`;
}

function renderCall(endpoint: Endpoint): string {
	const notes = [
		`Needs ${describeNeed(endpoint.needs)}.`,
		...(endpoint.query ? [`In the address: ${keysOf(endpoint.query)}.`] : []),
		...(endpoint.body ? [`Body: ${keysOf(endpoint.body)}.`] : []),
		...(needsKey(endpoint) ? ['Send an <code>Idempotency-Key</code>, new for each change.'] : []),
		...(endpoint.guarded ? ['Understands <code>If-Match</code>.'] : []),
		...(endpoint.rate ? [`Counts as ${escape(endpoint.rate)}.`] : []),
	];
	return `<article><h3>${escape(nameOf({ ...endpoint, path: `/api${endpoint.path}` }))}</h3><p>${escape(endpoint.summary)}</p><ul>${notes.map((note) => `<li>${note}</li>`).join('')}</ul></article>`;
}

const keysOf = (schema: object): string =>
	'entries' in schema && typeof schema.entries === 'object' && schema.entries
		? Object.keys(schema.entries)
				.map((key) => `<code>${escape(key)}</code>`)
				.join(', ')
		: 'see openapi.json';

const ENTITIES: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};
const escape = (text: string): string => text.replace(/[&<>"']/g, (letter) => ENTITIES[letter] ?? '');
