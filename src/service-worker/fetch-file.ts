import { err, ok, type Result } from '#lib/base/result.ts';
import type { KeepProblem } from '#lib/pwa/worker-messages.ts';
import type { AppFile } from './app-files.ts';

const TYPES: Readonly<Record<string, RegExp>> = {
	js: /^(text|application)\/(x-)?javascript\b/,
	css: /^text\/css\b/,
	html: /^text\/html\b/,
};
// They describe how the bytes travelled, not what they are.
const TRAVEL_HEADERS = ['content-encoding', 'content-length', 'transfer-encoding', 'vary'];

/**
 * Fetches a file of the app and makes sure that it is exactly what the build made: a missing file, a page in place of a
 * script, a body cut short or another version's file are refused, whatever the status says.
 */
export async function fetchFile(
	file: AppFile,
	fetch: typeof globalThis.fetch,
): Promise<Result<Response, KeepProblem>> {
	// The browser's own cache first: on a first visit everything is in it. What is wrong there is asked for again.
	const first = await fetchOnce(file, 'default', fetch);
	return !first.ok && first.error === 'refused' ? await fetchOnce(file, 'reload', fetch) : first;
}

async function fetchOnce(
	file: AppFile,
	cache: RequestCache,
	fetch: typeof globalThis.fetch,
): Promise<Result<Response, KeepProblem>> {
	let response: Response;
	let bytes: ArrayBuffer;
	try {
		response = await fetch(file.url, { cache, credentials: 'same-origin' });
		bytes = await response.arrayBuffer();
	} catch {
		return err('network'); // fetch says no more than that it failed
	}
	if (response.status !== 200 || !hasType(file.url, response)) return err('refused');
	if (bytes.byteLength !== file.bytes || (await sha256(bytes)) !== file.hash) return err('refused');
	return ok(withLength(response, bytes));
}

/** Whether an answer can be what its address says: never a page in place of a script. */
export function hasType(url: string, response: Response): boolean {
	const type = response.headers.get('content-type') ?? '';
	const wanted = TYPES[url.slice(url.lastIndexOf('.') + 1)];
	return wanted ? wanted.test(type) : !TYPES['html']?.test(type);
}

/** The same answer with its bytes at hand, their number said, and no trace of a redirect, which pages may not have. */
function withLength(response: Response, bytes: ArrayBuffer): Response {
	const headers = new Headers(response.headers);
	for (const name of TRAVEL_HEADERS) headers.delete(name);
	headers.set('Content-Length', String(bytes.byteLength));
	return new Response(bytes, { headers });
}

async function sha256(bytes: ArrayBuffer): Promise<string> {
	const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
	return btoa(String.fromCharCode(...digest));
}
