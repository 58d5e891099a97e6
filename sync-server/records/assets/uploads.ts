import { Server, type Upload } from '@tus/server';
import { nanoid } from 'nanoid';
import type { Clock } from '#lib/base/clock.ts';
import { parseAssetHash, type AssetHash, type ProjectId } from '#lib/base/ids.ts';
import { err, ok, type Result } from '#lib/base/result.ts';
import type { ProtocolError } from '#lib/protocol/errors.ts';
import { mayInProject } from '#lib/protocol/permissions.ts';
import { describeCause, type Log } from '../../ops/log.ts';
import { refuseContentType, type InputRefusal } from '../../http/content-type.ts';
import type { Metrics } from '../../ops/metrics/metrics.ts';
import type { Blobs } from '../../storage/blobs.ts';
import {
	ownerToMetadata,
	readUpload,
	type UnfinishedUpload,
	type UnfinishedUploads,
} from '../../storage/unfinished-uploads.ts';
import { READ_ONLY, type AccessPort, type Grant } from '../../rooms/access-port.ts';
import { FinishingStore } from './finishing-store.ts';
import { UploadLocks } from './upload-locks.ts';
import { DISK_FULL, NO_SUCH_UPLOAD, readTusError, UploadRefusal } from './upload-refusal.ts';

export type UploadLimits = {
	/** Largest asset, and all assets of one project together. */
	readonly assetBytes: number;
	readonly projectBytes: number;
	/** Assets leave this much of the disk to documents. */
	readonly diskReserveBytes: number;
	/** Unfinished ones at once, of all projects. */
	readonly uploads: number;
};

type Parts = {
	readonly uploads: UnfinishedUploads;
	readonly blobs: Blobs;
	readonly access: Pick<AccessPort, 'review'>;
	readonly clock: Clock;
	readonly log: Log;
	readonly metrics: Metrics;
	readonly limits: UploadLimits;
};

/** Without bytes for this long, an upload is given up. */
const EXPIRY_MS = 24 * 60 * 60 * 1000;
/** The same for one that never got any: it costs whoever began it nothing. */
const EMPTY_EXPIRY_MS = 60 * 60 * 1000;
/** Unfinished ones at once: of a project, and of one asset of it, which several people may have. */
const MAX_UPLOADS = 256;
export const MAX_UPLOADS_OF_ASSET = 8;
/** Milliseconds a request may go on once another one for the same upload has come. */
const DRAIN_MS = 1_000;

const TOO_MANY: ProtocolError = {
	code: 'rate-limited',
	message: 'Too many uploads of this project are under way. Finish or end some of them first',
	retryAfter: 30,
};
const BUSY: ProtocolError = {
	code: 'unavailable',
	message: 'This server has as many uploads under way as it takes. Try again later',
	retryAfter: 60,
};
const FAILED: ProtocolError = {
	code: 'unavailable',
	message: 'The server could not store this just now. Ask how far the upload is, and go on from there',
	retryAfter: 5,
};
const MISMATCH: ProtocolError = {
	code: 'mismatch',
	message: 'The bytes that came are not what their hash says. Send them again',
};

const BYTES = 'application/offset+octet-stream';
/** Whether bytes of an upload should come with it. */
const hasBytes = ({ method, headers }: Request): boolean =>
	method === 'PATCH' || (method === 'POST' && headers.get('content-length') !== '0');

const NAME = /^[\w-]{32}$/;

/** What is known of a request while tus works on it: who asks, which upload it begins, why it was refused. */
type Asked = { readonly grant: Grant; begun: string | null; refusal: ProtocolError | null };

/** Who an upload belongs to: whoever comes by the same link, or the same account. */
const bearerOf = ({ linkId, account }: Grant): string =>
	account ? `user:${account.userId}` : (linkId ?? '');

/** Assets on their way here by tus 1.0: they may come in pieces, over days and restarts. */
export class Uploads {
	#parts: Parts;
	#tus: Server;
	#locks = new UploadLocks();
	#asked = new WeakMap<object, Asked>();
	/** Let in, but not in the store yet: they count as well. */
	#beginning = new Map<string, UnfinishedUpload>();
	/** By what the requests under way were let in, by upload. */
	#letIn = new Map<string, Grant>();

	constructor(parts: Parts) {
		this.#parts = parts;
		const { assetBytes } = parts.limits;
		this.#tus = new Server({
			path: '/',
			datastore: new FinishingStore(parts.uploads, {
				onBytes: () => this.#checkDisk(0),
				onWhole: (upload) => this.#finish(upload),
			}),
			locker: this.#locks,
			lockDrainTimeout: DRAIN_MS,
			maxSize: assetBytes,
			// No page of another site has any business here.
			allowedOrigins: () => false,
			namingFunction: (request) => this.#idIn(request, nanoid(32)),
			getFileIdFromRequest: (request, last) => this.#idIn(request, last ?? ''),
			generateUrl: (request, { id }) => `${new URL(request.url).pathname}/${id.split('.')[1]}`,
			onIncomingRequest: async (request, id) => this.#checkOwner(request, id),
			onUploadCreate: (request, upload) => this.#admit(request, upload),
			onResponseError: (request, error) => this.#noteRefusal(request, error),
		});
	}

	/** Answers a tus request of an editor of the project in its path. */
	async handle(request: Request, grant: Grant): Promise<Result<Response, InputRefusal>> {
		// Of the first request its bytes may be part, or may not.
		const sent = request.headers.get('content-type');
		const wrong = request.method === 'PATCH' || sent !== null ? refuseContentType(sent, BYTES) : null;
		if (wrong && hasBytes(request)) return err(wrong);
		const asked: Asked = { grant, begun: null, refusal: null };
		this.#asked.set(request, asked);
		const answer = await this.#tus.handleWeb(request);
		if (asked.begun !== null) this.#beginning.delete(asked.begun);
		for (const [id, by] of this.#letIn) if (by === grant) this.#letIn.delete(id);
		if (answer.status < 400) return ok(answer);
		// Nobody was told its address: what came in the request that was to begin it cannot go on.
		if (asked.begun !== null) await this.#parts.uploads.forget(asked.begun);
		const message = (await answer.text()).trim() || 'This is no tus 1.0 request';
		return err(asked.refusal ?? { code: 'invalid', message });
	}

	/** Gives up what got no bytes for a day, and what got none at all for an hour. */
	async sweep(): Promise<void> {
		const { uploads, clock } = this.#parts;
		for (const { id } of [...uploads.all()]) {
			await this.#locks.tryWith(id, async () => {
				const reached = await uploads.reached(id);
				const expiry = reached && reached.bytes > 0 ? EXPIRY_MS : EMPTY_EXPIRY_MS;
				if (reached && reached.touchedAt >= clock.now() - expiry) return;
				await uploads.forget(id);
			});
		}
	}

	#of(request: object): Asked {
		const asked = this.#asked.get(request);
		if (!asked) throw new Error('tus asks about a request that did not come by here');
		return asked;
	}

	#idIn(request: object, name: string): string {
		// Anything else is no name of ours: an id that nothing has.
		const own = NAME.test(name) ? name : '';
		return `${this.#of(request).grant.projectId}.${own}`;
	}

	#checkOwner(request: Request, id: string): void {
		if (request.method === 'POST') return;
		const { grant } = this.#of(request);
		const upload = this.#parts.uploads.find(id);
		// In the same words, whether it is another's or nobody's.
		const isOwn = upload?.projectId === grant.projectId && upload.bearer === bearerOf(grant);
		if (!isOwn) throw new UploadRefusal(NO_SUCH_UPLOAD);
		this.#letIn.set(id, grant);
	}

	async #admit(request: object, upload: Upload): Promise<{ metadata: Record<string, string> }> {
		const asked = this.#of(request);
		const { projectId } = asked.grant;
		const hash = parseAssetHash(upload.metadata?.['hash']);
		if (!hash.ok)
			throw new UploadRefusal({ code: 'invalid', message: `Upload-Metadata names no "hash": ${hash.error}` });
		const metadata = ownerToMetadata({ projectId, hash: hash.value, bearer: bearerOf(asked.grant) });
		const begun = readUpload({ ...upload, metadata } as Upload);
		if (!begun) throw new UploadRefusal({ code: 'invalid', message: 'Upload-Length must say the size' });
		await this.#checkDisk(begun.bytes);
		const { blobs } = this.#parts;
		const [stored, known] = await Promise.all([blobs.usage(projectId), blobs.get(projectId, hash.value)]);
		// From here on without waiting, so that two at once don't both get the last room there is.
		this.#checkQuota(begun, stored, known !== null);
		this.#beginning.set(begun.id, begun);
		asked.begun = begun.id;
		this.#letIn.set(begun.id, asked.grant);
		return { metadata };
	}

	#checkQuota(begun: UnfinishedUpload, stored: number, isKnown: boolean): void {
		const all = [...this.#parts.uploads.all(), ...this.#beginning.values()];
		if (all.length >= this.#parts.limits.uploads) throw new UploadRefusal(BUSY);
		const own = all.filter(({ projectId }) => projectId === begun.projectId);
		// One that begins may be in the store already.
		const others = [...new Map(own.map((each) => [each.id, each])).values()];
		const same = others.filter(({ hash }) => hash === begun.hash);
		if (others.length >= MAX_UPLOADS || same.length >= MAX_UPLOADS_OF_ASSET)
			throw new UploadRefusal(TOO_MANY);
		// What several people send at once will be here once only.
		if (isKnown || same.some(({ bytes }) => bytes >= begun.bytes)) return;
		const announced = new Map<string, number>();
		for (const { hash, bytes } of [...others, begun])
			announced.set(hash, Math.max(bytes, announced.get(hash) ?? 0));
		const coming = [...announced.values()].reduce((sum, bytes) => sum + bytes, 0);
		const { projectBytes } = this.#parts.limits;
		if (stored + coming <= projectBytes) return;
		const message = `The assets of a project may have ${projectBytes} bytes here, and with this one they would have ${stored + coming}`;
		throw new UploadRefusal({ code: 'quota', message });
	}

	async #checkDisk(needed: number): Promise<void> {
		const { uploads, limits } = this.#parts;
		if ((await uploads.freeBytes()) - needed < limits.diskReserveBytes) throw new UploadRefusal(DISK_FULL);
	}

	async #finish({ id, projectId, hash, bytes }: UnfinishedUpload): Promise<void> {
		const { uploads, blobs, clock, metrics } = this.#parts;
		const refusal = await this.#mayStillStore(id);
		if (refusal) {
			await uploads.forget(id);
			throw new UploadRefusal(refusal);
		}
		const taken = await blobs.take(projectId, hash, uploads.fileOf(id), clock.now());
		await uploads.forget(id);
		if (!taken.ok) throw new UploadRefusal(MISMATCH);
		metrics.add('blob_bytes_received_total', bytes);
		await this.#forgetOthers(projectId, hash);
	}

	/** Why not: what let them in may have been taken back while the bytes came. */
	async #mayStillStore(id: string): Promise<ProtocolError | null> {
		const grant = this.#letIn.get(id);
		if (!grant) return NO_SUCH_UPLOAD;
		const now = await this.#parts.access.review(grant);
		if (!now.ok) return now.error;
		return mayInProject(now.value.role, 'project.asset.add') ? null : READ_ONLY;
	}

	/** Uploads of what is here by now: they hold room. Their clients, told that there is none such, look again. */
	async #forgetOthers(projectId: ProjectId, hash: AssetHash): Promise<void> {
		const { uploads } = this.#parts;
		for (const other of [...uploads.all()]) {
			if (other.projectId !== projectId || other.hash !== hash) continue;
			await this.#locks.tryWith(other.id, () => uploads.forget(other.id));
		}
	}

	#noteRefusal(request: object, error: unknown): undefined {
		const refusal = readTusError(error);
		if (!refusal) {
			const cause = error instanceof Error ? error : (error as { body?: string }).body;
			this.#parts.log.error('An upload failed', { cause: describeCause(cause) });
		}
		this.#of(request).refusal = refusal ?? FAILED;
	}
}
