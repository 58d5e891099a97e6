import { Readable } from 'node:stream';
import type { Context } from 'hono';
import type { AssetHash } from '#lib/base/ids.ts';
import type { Metrics } from '../../ops/metrics/metrics.ts';
import type { ByteRange, StoredBlob } from '../../storage/blobs.ts';

/** Answers GET and HEAD for an asset, whole or one part of it. Who may have it has been asked already. */
export function answerBlob(context: Context, hash: AssetHash, blob: StoredBlob, metrics: Metrics): Response {
	const { req } = context;
	const etag = `"${hash}"`;
	setHeaders(context, hash, etag);
	if (isNamed(req.header('if-none-match'), etag)) return context.body(null, 304);
	const asked = (req.header('if-range') ?? etag) === etag ? req.header('range') : undefined;
	const range = parseRange(asked, blob.bytes);
	if (range === 'unsatisfiable') {
		context.header('Content-Range', `bytes */${blob.bytes}`);
		return context.body(null, 416);
	}
	const bytes = range ? range.end - range.start + 1 : blob.bytes;
	if (range) context.header('Content-Range', `bytes ${range.start}-${range.end}/${blob.bytes}`);
	context.header('Content-Length', String(bytes));
	const status = range ? 206 : 200;
	if (req.method === 'HEAD') return context.body(null, status);
	metrics.add('blob_bytes_sent_total', bytes);
	return context.body(Readable.toWeb(blob.open(range ?? undefined)) as ReadableStream, status);
}

function setHeaders(context: Context, hash: AssetHash, etag: string): void {
	// Anybody may have uploaded anything: bytes to be saved, and nothing a browser shows or runs.
	context.header('Content-Type', 'application/octet-stream');
	context.header('Content-Disposition', `attachment; filename="${hash}"`);
	// A hash names its bytes for ever; but they are for bearers of a token, and no cache between may give them to others.
	context.header('Cache-Control', 'private, max-age=31536000, immutable');
	context.header('Vary', 'Authorization');
	context.header('ETag', etag);
	context.header('Accept-Ranges', 'bytes');
}

function isNamed(header: string | undefined, etag: string): boolean {
	const tags = (header ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
	return tags.includes(etag) || tags.includes('*');
}

/** The one part that is asked for; null for all of it, which is also the answer to what makes no sense or is several. */
function parseRange(header: string | undefined, bytes: number): ByteRange | 'unsatisfiable' | null {
	const [, first, last] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? [];
	if (first === undefined || last === undefined || (first === '' && last === '')) return null;
	if (first === '') {
		const count = Math.min(Number(last), bytes);
		return count === 0 ? 'unsatisfiable' : { start: bytes - count, end: bytes - 1 };
	}
	const start = Number(first);
	if (last !== '' && Number(last) < start) return null;
	if (start >= bytes) return 'unsatisfiable';
	return { start, end: last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1) };
}
