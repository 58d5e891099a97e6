import { DetailedError, Upload, type UrlStorage } from 'tus-js-client';
import type { AssetHash } from '../base/ids.ts';
import { err, ok, type Result } from '../base/result.ts';
import { FetchHttpStack } from './fetch-http-stack.ts';
import type { ProjectsProblem } from './projects-problem.ts';
import { readRefusal } from './read-refusal.ts';
import type { UploadPlaces } from './upload-places.ts';

export type AssetUpload = {
	/** Where uploads of the project begin. */
	readonly endpoint: string;
	readonly hash: AssetHash;
	readonly blob: Blob;
	readonly places: UploadPlaces;
	/** Adds who asks and how long an answer may take. */
	readonly send: (url: string, init: RequestInit) => Promise<Response>;
	/** Says why a request got no answer. */
	readonly explain: (cause: unknown) => ProjectsProblem;
	readonly signal?: AbortSignal | undefined;
	/** Bytes the server has. */
	readonly onProgress?: ((bytes: number) => void) | undefined;
};

/** Asked for piece by piece: what a proxy cuts off, or a revoked link, is known soon, and memory stays small. */
const CHUNK_BYTES = 4 * 1024 * 1024;
/** In one request, which cannot go on when it breaks; larger ones go on where they stopped. */
const SMALL_BYTES = 512 * 1024;

/** Sends an asset, going on where an earlier attempt stopped. Tries once; whoever calls it decides when again. */
export function uploadAsset(asked: AssetUpload): Promise<Result<void, ProjectsProblem>> {
	const { endpoint, hash, blob, signal, onProgress } = asked;
	const isSmall = blob.size <= SMALL_BYTES;
	return new Promise((resolve) => {
		const upload = new Upload(blob, {
			endpoint,
			metadata: { hash },
			chunkSize: CHUNK_BYTES,
			uploadDataDuringCreation: isSmall,
			storeFingerprintForResuming: !isSmall,
			retryDelays: null,
			fingerprint: async () => hash,
			urlStorage: keepIn(asked.places, hash),
			removeFingerprintOnSuccess: true,
			httpStack: new FetchHttpStack(asked.send),
			fileReader: { openFile: async () => sliceBlob(blob) },
			onChunkComplete: (_size, accepted) => onProgress?.(accepted),
			onSuccess: () => finish(ok()),
			onError: (thrown) => void explain(thrown, asked).then((problem) => finish(err(problem))),
		});
		const stop = () => {
			void upload.abort();
			finish(err({ reason: 'unreachable', message: 'The upload was stopped' }));
		};
		const finish = (outcome: Result<void, ProjectsProblem>) => {
			signal?.removeEventListener('abort', stop);
			resolve(outcome);
		};
		if (signal?.aborted) return stop();
		signal?.addEventListener('abort', stop);
		void upload.findPreviousUploads().then(([previous]) => {
			if (previous) upload.resumeFromPreviousUpload(previous);
			if (!signal?.aborted) upload.start();
		});
	});
}

function keepIn(places: UploadPlaces, hash: AssetHash): UrlStorage {
	const find = async () => {
		const uploadUrl = await places.find(hash);
		const rest = {
			size: null,
			metadata: {},
			creationTime: '',
			urlStorageKey: hash,
			parallelUploadUrls: null,
		};
		return uploadUrl === null ? [] : [{ ...rest, uploadUrl }];
	};
	return {
		findAllUploads: find,
		findUploadsByFingerprint: find,
		removeUpload: () => places.set(hash, null),
		async addUpload(_fingerprint, { uploadUrl }) {
			await places.set(hash, uploadUrl);
			return hash;
		},
	};
}

function sliceBlob(blob: Blob) {
	return {
		size: blob.size,
		slice: async (start: number, end: number) => ({ value: blob.slice(start, end), done: end >= blob.size }),
		close: () => {},
	};
}

async function explain(thrown: Error, { explain: explainCause }: AssetUpload): Promise<ProjectsProblem> {
	if (!(thrown instanceof DetailedError)) return explainCause(thrown);
	const { originalResponse: answer, causingError } = thrown;
	if (!answer) return explainCause(causingError ?? thrown);
	// It answered as it should not have: with something other than tus.
	if (answer.getStatus() < 300) return { reason: 'answer', message: thrown.message };
	return readRefusal(new Response(answer.getBody(), { status: answer.getStatus() }));
}
