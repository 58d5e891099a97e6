import { Readable } from 'node:stream';
import { Hono, type Context, type MiddlewareHandler } from 'hono';
import { parseAssetHash, type AssetHash } from '#lib/base/ids.ts';
import { AssetHashes } from '#lib/protocol/api.ts';
import type { ProtocolError } from '#lib/protocol/errors.ts';
import { MAX_ASSET_BYTES } from '#lib/protocol/limits.ts';
import { canEdit } from '#lib/protocol/roles.ts';
import { authorizeRequest } from '../../http/authorize.ts';
import { readBody } from '../../http/read-body.ts';
import { refuse } from '../../http/refusals.ts';
import type { BlobRefusal, Blobs } from '../../storage/blobs.ts';
import type { Access } from '../projects/access.ts';

type Parts = { readonly blobs: Blobs; readonly access: Access };

const EDITORS_ONLY: ProtocolError = {
	code: 'forbidden',
	message: 'Only editors of a project store its assets',
};
const TOO_LARGE: ProtocolError = { code: 'invalid', message: `An asset may have ${MAX_ASSET_BYTES} bytes` };
const REFUSALS: Readonly<Record<BlobRefusal, ProtocolError>> = {
	mismatch: {
		code: 'invalid',
		message: 'The bytes are not what the hash in the address says. Send them again',
	},
	'too-large': TOO_LARGE,
};

/** A project's assets, named by the sha-256 of their bytes. Mounted at `/api/projects`. */
export function assetRoutes({ blobs, access }: Parts, { limitBody }: { limitBody: MiddlewareHandler }): Hono {
	const routes = new Hono();

	routes.post('/:projectId/assets/missing', limitBody, async (context) => {
		const grant = await authorizeRequest(context, access);
		if (!grant.ok) return refuse(context, grant.error);
		if (!canEdit(grant.value.role)) return refuse(context, EDITORS_ONLY);
		const body = await readBody(context, AssetHashes);
		if (!body.ok) return refuse(context, body.error);
		const hashes = await blobs.missing(grant.value.projectId, body.value.hashes as AssetHash[]);
		return context.json({ hashes });
	});

	routes.put('/:projectId/assets/:hash', async (context) => {
		const grant = await authorizeRequest(context, access);
		if (!grant.ok) return refuse(context, grant.error);
		if (!canEdit(grant.value.role)) return refuse(context, EDITORS_ONLY);
		const hash = parseAssetHash(context.req.param('hash'));
		if (!hash.ok) return refuse(context, { code: 'invalid', message: hash.error });
		if (Number(context.req.header('content-length') ?? 0) > MAX_ASSET_BYTES)
			return refuse(context, TOO_LARGE);
		const { body } = context.req.raw;
		const bytes: AsyncIterable<Uint8Array> = body ?? Readable.from([]);
		const stored = await blobs.put(grant.value.projectId, hash.value, bytes);
		return stored.ok ? context.body(null, 204) : refuse(context, REFUSALS[stored.error]);
	});

	// Hono answers HEAD by the same route, without the body.
	routes.get('/:projectId/assets/:hash', async (context) => {
		const grant = await authorizeRequest(context, access);
		if (!grant.ok) return refuse(context, grant.error);
		const hash = parseAssetHash(context.req.param('hash'));
		if (!hash.ok) return refuse(context, { code: 'invalid', message: hash.error });
		const blob = await blobs.get(grant.value.projectId, hash.value);
		if (!blob)
			return refuse(context, { code: 'not-found', message: 'This project has no such asset here yet' });
		setAssetHeaders(context, hash.value, blob.bytes);
		if (context.req.method === 'HEAD') return context.body(null);
		return context.body(Readable.toWeb(blob.open()) as ReadableStream);
	});

	return routes;
}

function setAssetHeaders(context: Context, hash: AssetHash, bytes: number): void {
	context.header('Content-Type', 'application/octet-stream');
	context.header('Content-Length', String(bytes));
	context.header('Content-Disposition', `attachment; filename="${hash}"`);
	// A hash names its bytes for ever; "private" because only bearers of a token may have them.
	context.header('Cache-Control', 'private, max-age=31536000, immutable');
	context.header('ETag', `"${hash}"`);
}
