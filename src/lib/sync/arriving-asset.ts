import type { AssetHash } from '../base/ids.ts';
import { ok, type Result } from '../base/result.ts';
import { MAX_ASSET_BYTES } from '../protocol/limits.ts';
import { problem, type ProjectsProblem } from './projects-problem.ts';

/** Handed to the browser in portions of this size, which it may put on its disk. */
const PORTION_BYTES = 4 * 1024 * 1024;

/** An asset while it comes: also what came before the line broke is kept. */
export class ArrivingAsset {
	#blob: Blob;

	constructor(before: Blob | null | undefined) {
		this.#blob = before ?? new Blob();
	}

	/** What has come so far. */
	get blob(): Blob {
		return this.#blob;
	}

	/** Asks for the rest only, and for that only of the same bytes. */
	headersFor(hash: AssetHash): Record<string, string> {
		return this.#blob.size === 0 ? {} : { range: `bytes=${this.#blob.size}-`, 'if-range': `"${hash}"` };
	}

	/** Adds what comes. Tells how much there is. */
	async read(
		response: Response,
		onPiece: (received: number) => void,
	): Promise<Result<void, ProjectsProblem>> {
		const goesOn = response.headers.get('content-range')?.startsWith(`bytes ${this.#blob.size}-`);
		if (response.status !== 206) this.#blob = new Blob();
		else if (!goesOn)
			return problem('answer', 'The server sent another part of the asset than was asked for');
		if (!response.body) return ok();
		const reader = response.body.getReader();
		let portion: Uint8Array<ArrayBuffer>[] = [];
		let waiting = 0;
		try {
			for (let next = await reader.read(); !next.done; next = await reader.read()) {
				portion.push(next.value);
				waiting += next.value.byteLength;
				const received = this.#blob.size + waiting;
				onPiece(received);
				if (received > MAX_ASSET_BYTES) {
					await reader.cancel();
					return problem('answer', `The server's asset is larger than ${MAX_ASSET_BYTES} bytes`);
				}
				if (waiting < PORTION_BYTES) continue;
				this.#blob = new Blob([this.#blob, ...portion]);
				portion = [];
				waiting = 0;
			}
			return ok();
		} finally {
			if (waiting > 0) this.#blob = new Blob([this.#blob, ...portion]);
		}
	}
}
