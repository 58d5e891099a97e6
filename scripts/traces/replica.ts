import { mintDocumentId } from '#lib/base/ids.ts';
import { err, ok, type Result } from '#lib/base/result.ts';
import { replaceText } from '#lib/doc/commands/edit-script.ts';
import { LiveDocument } from '#lib/doc/live-document.ts';
import { ScriptDocument } from '#lib/doc/script.ts';
import { mergeUpdates } from '#lib/doc/updates.ts';
import { CodePoints } from './code-points.ts';
import type { Patch } from './trace.ts';

/** One person's copy of a script, on which patches are made as an app makes them: by commands. */
export class Replica {
	readonly document = new LiveDocument(mintDocumentId(), 'script');
	readonly script: ScriptDocument;
	#codePoints: CodePoints;
	#sent: Uint8Array[] = [];

	constructor(clientId: number, state?: Uint8Array) {
		this.document.ydoc.clientID = clientId;
		if (state) this.document.apply(state, 'storage');
		this.document.onUpdate(({ bytes, local }) => {
			if (local) this.#sent.push(bytes);
		});
		this.script = new ScriptDocument(this.document);
		this.#codePoints = new CodePoints(this.script.snapshot.text);
		this.script.onChange(({ changes }) => {
			for (const change of changes) this.#codePoints.apply(change);
		});
	}

	get text(): string {
		return this.script.snapshot.text;
	}

	/** Makes the patches one by one and returns what a peer has to be sent for them. */
	make(patches: readonly Patch[]): Result<readonly Uint8Array[], string> {
		for (const [index, [position, deleted, inserted]] of patches.entries()) {
			const start = this.#codePoints.toUnits(position);
			const end = deleted === 0 ? start : this.#codePoints.toUnits(position + deleted);
			const done = replaceText(this.script, { start, end, text: inserted });
			if (!done.ok) return err(`patch ${index}: ${done.error.message}`);
		}
		const sent = this.#sent;
		this.#sent = [];
		return ok(sent);
	}

	/** Takes in what others sent, as whoever comes back after a while does: all at once. */
	receive(updates: readonly Uint8Array[]): void {
		if (updates.length > 0) this.document.apply(mergeUpdates(updates), 'network');
	}

	dispose(): void {
		this.script.dispose();
		this.document.destroy();
	}
}
