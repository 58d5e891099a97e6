import * as v from 'valibot';
import type { Clock } from '../base/clock.ts';
import type { AssetHash, LinkId, ProjectId } from '../base/ids.ts';
import { err, ok, type Result } from '../base/result.ts';
import {
	AssetHashes,
	Registered,
	ShareLink,
	ShareLinks,
	type CreateLink,
	type LinkRole,
	type RegisterProject,
} from '../protocol/api.ts';
import { ArrivingAsset } from './arriving-asset.ts';
import { explainCause, problem, TimedOut, type ProjectsProblem } from './projects-problem.ts';
import { readRefusal } from './read-refusal.ts';
import type { UploadPlaces } from './upload-places.ts';

export type { ProjectsProblem } from './projects-problem.ts';

export type ProjectsClientOptions = {
	/** The server's origin, as `https://host`. */
	readonly origin: string;
	readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
	readonly clock: Clock;
};

export type TransferOptions = {
	readonly signal?: AbortSignal;
	/** Bytes that have arrived so far. */
	readonly onProgress?: (bytes: number) => void;
};

export type UploadOptions = TransferOptions & { readonly places: UploadPlaces };

export type DownloadOptions = TransferOptions & {
	/** What an earlier attempt brought. */
	readonly after?: Blob | null;
};

export type FetchedAsset = {
	/** What has come so far, for another attempt to go on from; all of it when there is no problem. */
	readonly blob: Blob | null;
	readonly problem: ProjectsProblem | null;
};

/** Milliseconds without an answer, or without the next piece of one. */
export const REQUEST_TIMEOUT_MS = 30_000;
/** What a piece of an upload may take beyond that: fetch tells nothing of its progress, so slow is told from dead by size. */
const SLOWEST_UPLOAD_BYTES_PER_MS = 50;
const MAX_HASHES = 10_000;

type Outcome<T> = Promise<Result<T, ProjectsProblem>>;

type Request<T> = {
	readonly method: 'GET' | 'POST' | 'DELETE';
	readonly path: string;
	readonly token?: string;
	readonly json?: unknown;
	readonly headers?: Readonly<Record<string, string>>;
	readonly signal?: AbortSignal | undefined;
	/** Reads the answer; `alive` starts the time-out anew. */
	readonly read: (response: Response, alive: () => void) => Promise<Result<T, ProjectsProblem>>;
};

/** The server's HTTP side: projects, their links, their assets. Nothing here throws or waits for ever. */
export class ProjectsClient {
	readonly #options: ProjectsClientOptions;

	constructor(options: ProjectsClientOptions) {
		this.#options = options;
	}

	/** Puts a project on the server, or proves again that it is ours. Answers with the owner's token. */
	async register(projectId: ProjectId, claim: string): Outcome<string> {
		const json: RegisterProject = { projectId, claim };
		const read = readJson(Registered);
		const registered = await this.#ask({ method: 'POST', path: '/api/projects', json, read });
		return registered.ok ? ok(registered.value.token) : registered;
	}

	createLink(projectId: ProjectId, token: string, role: LinkRole): Outcome<ShareLink> {
		const json: CreateLink = { role };
		const path = `/api/projects/${projectId}/links`;
		return this.#ask({ method: 'POST', path, token, json, read: readJson(ShareLink) });
	}

	/** The links that still work, as the owner sees them. */
	async listLinks(projectId: ProjectId, token: string): Outcome<readonly ShareLink[]> {
		const path = `/api/projects/${projectId}/links`;
		const listed = await this.#ask({ method: 'GET', path, token, read: readJson(ShareLinks) });
		return listed.ok ? ok(listed.value.links) : listed;
	}

	/** Ends a link, for those who are in by it now too. */
	revokeLink(projectId: ProjectId, token: string, linkId: LinkId): Outcome<void> {
		const path = `/api/projects/${projectId}/links/${linkId}`;
		return this.#ask({ method: 'DELETE', path, token, read: readNothing });
	}

	/** Which of these assets the server lacks. */
	async missingAssets(
		projectId: ProjectId,
		token: string,
		hashes: readonly AssetHash[],
		{ signal }: TransferOptions = {},
	): Outcome<readonly AssetHash[]> {
		const path = `/api/projects/${projectId}/assets/missing`;
		const missing: AssetHash[] = [];
		for (let start = 0; start < hashes.length; start += MAX_HASHES) {
			const json: AssetHashes = { hashes: hashes.slice(start, start + MAX_HASHES) };
			const answer = await this.#ask({
				method: 'POST',
				path,
				token,
				json,
				signal,
				read: readJson(AssetHashes),
			});
			if (!answer.ok) return answer;
			missing.push(...(answer.value.hashes as AssetHash[]));
		}
		return ok(missing);
	}

	/** Sends an asset in pieces, going on where an earlier attempt stopped; the library for it is fetched when first needed. */
	async sendAsset(
		projectId: ProjectId,
		token: string,
		hash: AssetHash,
		blob: Blob,
		{ places, signal, onProgress }: UploadOptions,
	): Outcome<void> {
		try {
			const { uploadAsset } = await import('./asset-upload.ts');
			return await uploadAsset({
				endpoint: `${this.#options.origin}/api/projects/${projectId}/uploads`,
				send: (url, init) => this.#sendPiece(url, token, init),
				explain: explainCause,
				...{ hash, blob, places, signal, onProgress },
			});
		} catch (cause) {
			return err(explainCause(cause));
		}
	}

	/**
	 * Fetches an asset, going on after what came before. Nobody has looked yet whether the bytes are what the hash names:
	 * whoever keeps them does.
	 */
	async fetchAsset(
		projectId: ProjectId,
		token: string,
		hash: AssetHash,
		{ signal, onProgress, after }: DownloadOptions = {},
	): Promise<FetchedAsset> {
		const arriving = new ArrivingAsset(after);
		const fetched = await this.#ask({
			method: 'GET',
			path: `/api/projects/${projectId}/assets/${hash}`,
			token,
			headers: arriving.headersFor(hash),
			signal,
			read: (response, alive) =>
				arriving.read(response, (received) => {
					alive();
					onProgress?.(received);
				}),
		});
		const { blob } = arriving;
		if (fetched.ok) return { blob, problem: null };
		if (fetched.error.reason === 'answer') return { blob: null, problem: fetched.error };
		// There is nothing after it: the line broke behind the last byte. Its hash will tell.
		const isWhole = fetched.error.reason === 'invalid' && blob.size > 0;
		return { blob, problem: isWhole ? null : fetched.error };
	}

	async #sendPiece(url: string, token: string, init: RequestInit): Promise<Response> {
		const { fetch, clock } = this.#options;
		const size = init.body instanceof Blob ? init.body.size : 0;
		const timeout = REQUEST_TIMEOUT_MS + size / SLOWEST_UPLOAD_BYTES_PER_MS;
		const abort = new AbortController();
		const cancel = clock.after(timeout, () => abort.abort(new TimedOut(timeout)));
		const headers = new Headers(init.headers);
		headers.set('authorization', `Bearer ${token}`);
		const signal = init.signal ? AbortSignal.any([init.signal, abort.signal]) : abort.signal;
		try {
			return await fetch(url, { ...init, headers, signal, credentials: 'omit', redirect: 'error' });
		} catch (cause) {
			throw abort.signal.aborted ? abort.signal.reason : cause;
		} finally {
			cancel();
		}
	}

	async #ask<T>(request: Request<T>): Outcome<T> {
		const { origin, fetch, clock } = this.#options;
		const abort = new AbortController();
		const giveUp = () => abort.abort(new TimedOut(REQUEST_TIMEOUT_MS));
		let cancel = clock.after(REQUEST_TIMEOUT_MS, giveUp);
		const alive = () => {
			cancel();
			cancel = clock.after(REQUEST_TIMEOUT_MS, giveUp);
		};
		const signal = request.signal ? AbortSignal.any([request.signal, abort.signal]) : abort.signal;
		try {
			const response = await fetch(`${origin}${request.path}`, { ...initOf(request), signal });
			return response.ok ? await request.read(response, alive) : err(await readRefusal(response));
		} catch (cause) {
			return err(explainCause(abort.signal.aborted ? abort.signal.reason : cause));
		} finally {
			cancel();
		}
	}
}

export const createProjectsClient = (options: ProjectsClientOptions): ProjectsClient =>
	new ProjectsClient(options);

function initOf({ method, token, json, headers: given }: Request<unknown>): RequestInit {
	const headers: Record<string, string> = { ...given };
	if (token !== undefined) headers['authorization'] = `Bearer ${token}`;
	if (json !== undefined) headers['content-type'] = 'application/json';
	const body = json === undefined ? {} : { body: JSON.stringify(json) };
	// Assets are kept by our own store: a second copy in the browser's cache would only take room.
	return { method, headers, credentials: 'omit', redirect: 'error', cache: 'no-store', ...body };
}

function readJson<T>(schema: v.GenericSchema<unknown, T>) {
	return async (response: Response): Outcome<T> => {
		const text = await response.text();
		try {
			const parsed = v.safeParse(schema, JSON.parse(text));
			if (parsed.success) return ok(parsed.output);
			return problem('answer', `The server's answer is not understood (${parsed.issues[0].message})`);
		} catch {
			return problem('answer', `The server's answer is not JSON but "${text.slice(0, 60)}"`);
		}
	};
}

// Read to its end, so that the connection is free for the next request.
async function readNothing(response: Response): Outcome<void> {
	await response.arrayBuffer();
	return ok();
}
