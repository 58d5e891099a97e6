import { assertNever } from '#lib/base/assert.ts';
import { m } from '#lib/paraglide/messages.js';
import type { NotOnServer, SaveState } from '#lib/studio/save-state.ts';

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
			return state.but ? butWords(state.but) : onDevice(m.studio_save_device_why());
		case 'server':
			return { text: m.studio_save_server(), why: m.studio_save_server_why(), tone: 'success' };
		case 'waiting': {
			const { count } = state;
			const why = state.for === 'device' ? m.studio_save_writing_why() : m.studio_save_waiting_why();
			return { text: m.studio_save_waiting({ count }), why, tone: 'warning' };
		}
		case 'failed': {
			// What happened on the pill, what to do about it beside it: there is room for one sentence.
			const [what = '', ...rest] = state.reason.split(/(?<=\.)\s+/);
			const text = m.studio_save_failed({ reason: what.replace(/[.\s]+$/, '') });
			return { text, why: rest.join(' ') || m.studio_save_failed_why(), tone: 'error' };
		}
		default:
			return assertNever(state);
	}
}

const onDevice = (why: string): SaveWords => ({ text: m.studio_save_device(), why, tone: 'success' });

function butWords(but: NotOnServer): SaveWords {
	switch (but.kind) {
		case 'unmet':
			return onDevice(m.studio_save_unmet_why());
		case 'withheld':
			return onDevice(m.studio_save_withheld_why());
		case 'too-large': {
			const { count } = but;
			return {
				text: m.studio_save_too_large({ count }),
				why: m.studio_save_too_large_why(),
				tone: 'warning',
			};
		}
		default:
			return assertNever(but);
	}
}
