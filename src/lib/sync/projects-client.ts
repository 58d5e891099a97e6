import * as v from 'valibot';
import type { Clock } from '../base/clock.ts';
import { hashAsset, type AssetHash, type LinkId, type ProjectId } from '../base/ids.ts';
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
import { MAX_ASSET_BYTES } from '../protocol/limits.ts';
import { problem, readRefusal, type ProjectsProblem } from './projects-problem.ts';

export type { ProjectsProblem } from './projects-problem.ts';

export type ProjectsClientOptions = {
	/** The server's origin, as `https://host`. */
	readonly origin: string;
	readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
	readonly clock: Clock;
};

export type TransferOptions = {
	readonly signal?: AbortSignal;
	/** Bytes received so far. */
	readonly onProgress?: (bytes: number) => void;
};

/** Milliseconds without an answer, or without the next piece of one. */
export const REQUEST_TIMEOUT_MS = 30_000;
/** What an upload may take beyond that: fetch tells nothing of its progress, so slow is told from dead by size. */
const SLOWEST_UPLOAD_BYTES_PER_MS = 50;
const MAX_HASHES = 10_000;

type Outcome<T> = Promise<Result<T, ProjectsProblem>>;

type Request<T> = {
	readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
	readonly path: string;
	readonly token?: string;
	readonly json?: unknown;
	readonly bytes?: Blob;
	readonly timeout?: number;
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

	putAsset(
		projectId: ProjectId,
		token: string,
		hash: AssetHash,
		blob: Blob,
		{ signal }: TransferOptions = {},
	): Outcome<void> {
		const path = `/api/projects/${projectId}/assets/${hash}`;
		const timeout = REQUEST_TIMEOUT_MS + blob.size / SLOWEST_UPLOAD_BYTES_PER_MS;
		return this.#ask({ method: 'PUT', path, token, bytes: blob, timeout, signal, read: readNothing });
	}

	/** The bytes, which are what the hash names: anything else is `damaged`. */
	getAsset(
		projectId: ProjectId,
		token: string,
		hash: AssetHash,
		{ signal, onProgress }: TransferOptions = {},
	): Outcome<Uint8Array<ArrayBuffer>> {
		const path = `/api/projects/${projectId}/assets/${hash}`;
		return this.#ask({
			method: 'GET',
			path,
			token,
			signal,
			read: async (response, alive) => {
				const bytes = await readBytes(response, (received) => {
					alive();
					onProgress?.(received);
				});
				if (!bytes) return problem('answer', `The server's asset is larger than ${MAX_ASSET_BYTES} bytes`);
				if ((await hashAsset(bytes)) === hash) return ok(bytes);
				return problem('damaged', `The server's bytes for asset ${hash} are not what their name says`);
			},
		});
	}

	async #ask<T>(request: Request<T>): Outcome<T> {
		const { origin, fetch, clock } = this.#options;
		const abort = new AbortController();
		const timeout = request.timeout ?? REQUEST_TIMEOUT_MS;
		let timedOut = false;
		const giveUp = () => {
			timedOut = true;
			abort.abort();
		};
		let cancel = clock.after(timeout, giveUp);
		const alive = () => {
			cancel();
			cancel = clock.after(REQUEST_TIMEOUT_MS, giveUp);
		};
		const signal = request.signal ? AbortSignal.any([request.signal, abort.signal]) : abort.signal;
		try {
			const response = await fetch(`${origin}${request.path}`, { ...initOf(request), signal });
			return response.ok ? await request.read(response, alive) : err(await readRefusal(response));
		} catch (cause) {
			if (timedOut)
				return problem('timeout', `The server did not answer within ${Math.round(timeout / 1000)} s`);
			const why = cause instanceof Error ? cause.message : String(cause);
			return problem('unreachable', `The server cannot be reached (${why}). Check the network and try again`);
		} finally {
			cancel();
		}
	}
}

export const createProjectsClient = (options: ProjectsClientOptions): ProjectsClient =>
	new ProjectsClient(options);

function initOf({ method, token, json, bytes }: Request<unknown>): RequestInit {
	const headers: Record<string, string> = {};
	if (token !== undefined) headers['authorization'] = `Bearer ${token}`;
	if (json !== undefined) headers['content-type'] = 'application/json';
	if (bytes !== undefined) headers['content-type'] = 'application/octet-stream';
	const body = json === undefined ? bytes : JSON.stringify(json);
	return { method, headers, credentials: 'omit', redirect: 'error', ...(body === undefined ? {} : { body }) };
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

/** The body; null when it grows beyond what an asset may have. */
async function readBytes(
	response: Response,
	onPiece: (received: number) => void,
): Promise<Uint8Array<ArrayBuffer> | null> {
	if (!response.body) return new Uint8Array();
	const reader = response.body.getReader();
	const pieces: Uint8Array[] = [];
	let received = 0;
	for (let next = await reader.read(); !next.done; next = await reader.read()) {
		pieces.push(next.value);
		received += next.value.byteLength;
		onPiece(received);
		if (received <= MAX_ASSET_BYTES) continue;
		await reader.cancel();
		return null;
	}
	const bytes = new Uint8Array(received);
	let offset = 0;
	for (const piece of pieces) {
		bytes.set(piece, offset);
		offset += piece.byteLength;
	}
	return bytes;
}
