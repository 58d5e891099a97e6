import type { DocumentId } from '../base/ids.ts';
import type { DocumentKind } from '../doc/live-document.ts';
import type { StateVerdict } from '../doc/state-work.ts';
import type { DeviceWork } from './worker/device-work.ts';

/** Work on whole documents as they come in from files: decoding a large one would stop the page for a while. */
export interface WholeStates {
	/** Whether Yjs can read it, and whether it spells no more structs than that. */
	judge(kind: DocumentKind, state: Uint8Array, mostStructs: number): Promise<StateVerdict>;
	/** The same document with other names for the documents it names. */
	rename(
		kind: DocumentKind,
		state: Uint8Array,
		names: ReadonlyMap<DocumentId, DocumentId>,
	): Promise<Uint8Array>;
}

/** Done here and now. */
export const statesInPlace: WholeStates = {
	async judge(...asked) {
		return (await import('../doc/state-work.ts')).judgeState(...asked);
	},
	async rename(...asked) {
		return (await import('../doc/state-work.ts')).renameInState(...asked);
	},
};

/** Done off the page; in place where that breaks off, for it needs nothing of this device. */
export class WorkedStates implements WholeStates {
	readonly #work: DeviceWork;

	constructor(work: DeviceWork) {
		this.#work = work;
	}

	async judge(kind: DocumentKind, state: Uint8Array, mostStructs: number): Promise<StateVerdict> {
		try {
			return await this.#work.run('judge-state', { kind, state: state.slice(), mostStructs });
		} catch {
			return statesInPlace.judge(kind, state, mostStructs);
		}
	}

	async rename(
		kind: DocumentKind,
		state: Uint8Array,
		names: ReadonlyMap<DocumentId, DocumentId>,
	): Promise<Uint8Array> {
		try {
			return await this.#work.run('rename-in-state', { kind, state: state.slice(), names: [...names] });
		} catch {
			return statesInPlace.rename(kind, state, names);
		}
	}
}
