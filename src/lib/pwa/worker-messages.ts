/** What a page may ask of the service worker. All but `SKIP_WAITING` and `tidy` are answered on the port sent along. */
export type WorkerRequest =
	| { readonly type: 'SKIP_WAITING' }
	/** The next version was asked to take over and could not: pages come from the server from now on. */
	| { readonly type: 'step-aside' }
	| { readonly type: 'offline-status' }
	| { readonly type: 'keep-file'; readonly url: string }
	/** Removes what older versions left, if no tab can need it. */
	| { readonly type: 'tidy' };

/** What the service worker asks of a page, which answers with its version on the port sent along. */
export const WHICH_VERSION = 'which-version';

/** How much of its version of the app the worker has. */
export interface OfflineStatus {
	readonly version: string;
	/** Files of the version, and of them those that are not on this device. */
	readonly files: number;
	readonly missing: readonly string[];
}

/** `network`: there is none, or it broke off. `refused`: the server answered with something else. `full`: no space. */
export type KeepProblem = 'network' | 'refused' | 'full';

/** The answer to `keep-file`: null when the file is on this device now. */
export interface KeepAnswer {
	readonly problem: KeepProblem | null;
}

/** Reads what came as a message; null when it is nothing we know, as from a page of another version. */
export function readRequest(message: unknown): WorkerRequest | null {
	if (typeof message !== 'object' || message === null || !('type' in message)) return null;
	const { type } = message;
	if (type === 'SKIP_WAITING' || type === 'offline-status' || type === 'tidy' || type === 'step-aside') {
		return { type };
	}
	if (type === 'keep-file' && 'url' in message && typeof message.url === 'string') {
		return { type, url: message.url };
	}
	return null;
}

/** Reads the worker's answer to `offline-status`; null when a worker of another version says something else. */
export function readStatus(answer: unknown): OfflineStatus | null {
	if (typeof answer !== 'object' || answer === null) return null;
	const { version, files, missing } = answer as Partial<Record<keyof OfflineStatus, unknown>>;
	if (typeof version !== 'string' || typeof files !== 'number' || !Array.isArray(missing)) return null;
	if (!missing.every((url) => typeof url === 'string')) return null;
	return { version, files, missing };
}

/** Reads the worker's answer to `keep-file`; whatever is not understood counts as refused. */
export function readKeepAnswer(answer: unknown): KeepAnswer {
	const problem =
		typeof answer === 'object' && answer !== null && 'problem' in answer ? answer.problem : undefined;
	return { problem: problem === null || problem === 'network' || problem === 'full' ? problem : 'refused' };
}
