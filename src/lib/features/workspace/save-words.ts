import { assertNever } from '#lib/base/assert.ts';
import { m } from '#lib/paraglide/messages.js';
import type { SaveState } from '#lib/studio/save-state.ts';

export type SaveWords = {
	/** The one sentence. */
	readonly text: string;
	readonly why: string;
	readonly tone: 'success' | 'warning' | 'error';
};

/** What the save indicator says of a state: always exactly one sentence. */
export function saveWords(state: SaveState): SaveWords {
	switch (state.kind) {
		case 'device':
			return { text: m.studio_save_device(), why: m.studio_save_device_why(), tone: 'success' };
		case 'server':
			return { text: m.studio_save_server(), why: m.studio_save_server_why(), tone: 'success' };
		case 'waiting': {
			const { count } = state;
			return { text: m.studio_save_waiting({ count }), why: m.studio_save_waiting_why(), tone: 'warning' };
		}
		case 'failed': {
			const reason = state.reason.replace(/[.\s]+$/, '');
			return { text: m.studio_save_failed({ reason }), why: m.studio_save_failed_why(), tone: 'error' };
		}
		default:
			return assertNever(state);
	}
}
