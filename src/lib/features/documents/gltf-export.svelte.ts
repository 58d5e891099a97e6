import type { Result } from '#lib/base/result.ts';
import { m } from '#lib/paraglide/messages.js';
import { exportNoteText } from '#lib/studio/gltf-words.ts';
import type { GltfFile, GltfRefusal } from '#lib/studio/scene-gltf.ts';

type Write = (
	signal: AbortSignal,
	onProgress: (share: number) => void,
) => Promise<Result<GltfFile, GltfRefusal>>;

export type ExportState =
	| { readonly kind: 'closed' }
	| { readonly kind: 'working'; readonly title: string; readonly share: number }
	| {
			readonly kind: 'done';
			readonly title: string;
			readonly fileName: string;
			readonly bytes: number;
			/** What other programs show otherwise, in words. */
			readonly notes: readonly string[];
	  }
	| { readonly kind: 'refused'; readonly title: string; readonly reason: string };

/** Writes a scene as glTF, shows how far it is, and then what other programs will not see. */
export class GltfExport {
	#save: (fileName: string, blob: Blob) => void;
	#state = $state.raw<ExportState>({ kind: 'closed' });
	#running: AbortController | null = null;

	constructor(save: (fileName: string, blob: Blob) => void) {
		this.#save = save;
	}

	get state(): ExportState {
		return this.#state;
	}

	async run(title: string, write: Write): Promise<void> {
		this.close();
		const running = new AbortController();
		this.#running = running;
		this.#state = { kind: 'working', title, share: 0 };
		const show = (state: ExportState) => {
			if (this.#running === running) this.#state = state;
		};
		try {
			const written = await write(running.signal, (share) => show({ kind: 'working', title, share }));
			if (running.signal.aborted) return;
			if (!written.ok) return show(refused(title, written.error));
			const { fileName, blob, notes } = written.value;
			this.#save(fileName, blob);
			show({ kind: 'done', title, fileName, bytes: blob.size, notes: notes.map(exportNoteText) });
		} catch (cause) {
			// A chunk that is not there offline, or memory that is full: whatever it is, the person must know.
			const reason = cause instanceof Error ? cause.message : String(cause);
			show({ kind: 'refused', title, reason: m.gltf_failed({ title, reason }) });
		}
	}

	/** Gives up what is being written, or puts away what was said of it. */
	close(): void {
		this.#running?.abort();
		this.#running = null;
		this.#state = { kind: 'closed' };
	}
}

function refused(title: string, refusal: GltfRefusal): ExportState {
	if (refusal === 'cancelled') return { kind: 'closed' };
	const reason = refusal === 'nothing-to-export' ? m.gltf_nothing({ title }) : m.gltf_too_large({ title });
	return { kind: 'refused', title, reason };
}
