import { assertNever } from '#lib/base/assert.ts';
import { m } from '#lib/paraglide/messages.js';
import type { TroubleKind } from '#lib/studio/line-trouble.ts';
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
			const why =
				state.for === 'device' ? m.studio_save_writing_why() : waitingWhy(state.because, state.held);
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

/** Why the server has not got it, and what will happen. */
function waitingWhy(because: TroubleKind | undefined, held: string | undefined): string {
	if (because !== undefined) return troubleWhy(because);
	return held === undefined ? m.studio_save_waiting_why() : m.studio_save_held_why({ name: held });
}

function troubleWhy(trouble: TroubleKind): string {
	switch (trouble) {
		case 'epoch':
			return m.studio_save_epoch_why();
		case 'too-large':
			return m.studio_save_oversize_why();
		case 'refused':
			return m.studio_save_not_taken_why();
		case 'no-access':
			return m.studio_save_no_access_why();
		case 'held':
			return m.studio_save_unasked_why();
		case 'too-old':
			return m.studio_save_too_old_why();
		case 'too-new':
			return m.studio_save_too_new_why();
		case 'closed':
			return m.studio_save_closed_why();
		case 'failing':
			return m.studio_save_failing_why();
		case 'restarting':
			return m.studio_save_restarting_why();
		default:
			return assertNever(trouble);
	}
}

const onDevice = (why: string): SaveWords => ({ text: m.studio_save_device(), why, tone: 'success' });

function butWords(but: NotOnServer): SaveWords {
	switch (but.kind) {
		case 'unmet':
			return onDevice(m.studio_save_unmet_why());
		case 'withheld':
			return onDevice(m.studio_save_withheld_why());
		case 'refused': {
			const { count, name, reason, message } = but;
			const isFull = reason === 'quota';
			return {
				text: m.studio_save_too_large({ count }),
				why: isFull ? m.studio_save_quota_why({ name }) : m.studio_save_refused_why({ name, why: message }),
				tone: 'warning',
			};
		}
		case 'trouble':
			return { ...onDevice(troubleWhy(but.trouble)), tone: 'warning' };
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
