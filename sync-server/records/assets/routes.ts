import { Hono, type Context, type MiddlewareHandler } from 'hono';
import type { Clock } from '#lib/base/clock.ts';
import { parseAssetHash, type AssetHash } from '#lib/base/ids.ts';
import { err, type Result } from '#lib/base/result.ts';
import { AssetHashes } from '#lib/protocol/api.ts';
import type { ProtocolError } from '#lib/protocol/errors.ts';
import { mayInProject } from '#lib/protocol/permissions.ts';
import { authorizeRequest } from '../../http/authorize.ts';
import { readBody } from '../../http/read-body.ts';
import { refuse } from '../../http/refusals.ts';
import type { Metrics } from '../../ops/metrics/metrics.ts';
import type { Blobs } from '../../storage/blobs.ts';
import type { Grant } from '../../rooms/access-port.ts';
import type { Access } from '../projects/access.ts';
import { answerBlob } from './download.ts';
import type { Uploads } from './uploads.ts';

type Parts = {
	readonly blobs: Blobs;
	readonly uploads: Uploads;
	readonly access: Access;
	readonly clock: Clock;
	readonly metrics: Metrics;
};

const EDITORS_ONLY: ProtocolError = {
	code: 'forbidden',
	message: 'Only editors of a project store its assets',
};
const READERS_ONLY: ProtocolError = {
	code: 'forbidden',
	message: 'Your role in this project lets you play its games, not look into it',
};
const ABSENT: ProtocolError = { code: 'not-found', message: 'This project has no such asset here yet' };

const NO_HASH: ProtocolError = {
	code: 'invalid',
	field: 'hash',
	message: 'An asset is named by the 64 hex digits of its sha-256',
};

/** A project's assets, named by the sha-256 of their bytes. Mounted at `/api/projects`. */
export function assetRoutes(parts: Parts, { limitBody }: { limitBody: MiddlewareHandler }): Hono {
	const { blobs, access, clock, metrics } = parts;
	const routes = new Hono();

	routes.post('/:projectId/assets/missing', limitBody, async (context) => {
		// Read first: rights are those of when it is whole.
		const body = await readBody(context, AssetHashes);
		const grant = await authorizeEditor(context, access);
		if (!grant.ok) return refuse(context, grant.error);
		if (!body.ok) return refuse(context, body.error);
		const asked = body.value.hashes as AssetHash[];
		const hashes = await blobs.missing(grant.value.projectId, asked, clock.now());
		return context.json({ hashes });
	});

	// Hono answers HEAD by the same route, without the body.
	routes.get('/:projectId/assets/:hash', async (context) => {
		const grant = await authorizeRequest(context, access);
		if (!grant.ok) return refuse(context, grant.error);
		if (!mayInProject(grant.value.role, 'project.read')) return refuse(context, READERS_ONLY);
		const hash = parseAssetHash(context.req.param('hash'));
		if (!hash.ok) return refuse(context, NO_HASH);
		const blob = await blobs.get(grant.value.projectId, hash.value);
		return blob ? answerBlob(context, hash.value, blob, metrics) : refuse(context, ABSENT);
	});

	const upload = (context: Context) => answerUpload(context, parts);
	routes.post('/:projectId/uploads', upload);
	routes.on(['PATCH', 'DELETE'], '/:projectId/uploads/:upload', upload);
	// What has come of an upload is nobody's to read before it is what its hash says.
	routes.get('/:projectId/uploads/:upload', (context, next) =>
		context.req.method === 'HEAD' ? upload(context) : next(),
	);
	return routes;
}

async function answerUpload(context: Context, { uploads, access }: Parts): Promise<Response> {
	context.header('Tus-Resumable', '1.0.0');
	const grant = await authorizeEditor(context, access);
	if (!grant.ok) return refuse(context, grant.error);
	const answer = await uploads.handle(context.req.raw, grant.value);
	return answer.ok ? answer.value : refuse(context, answer.error);
}

async function authorizeEditor(context: Context, access: Access): Promise<Result<Grant, ProtocolError>> {
	const grant = await authorizeRequest(context, access);
	return grant.ok && !mayInProject(grant.value.role, 'project.asset.add') ? err(EDITORS_ONLY) : grant;
}
