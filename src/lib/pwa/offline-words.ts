import { m } from '#lib/paraglide/messages.js';
import type { OfflineProblem, OfflineState } from './offline-copy.svelte.ts';

const REASONS: Record<OfflineProblem, () => string> = {
	unsupported: m.pwa_offline_unsupported,
	'not-installed': m.pwa_offline_not_installed,
	'saving-data': m.pwa_offline_saving_data,
	metered: m.pwa_offline_metered,
	removed: m.pwa_offline_removed,
	cancelled: m.pwa_offline_cancelled,
	network: m.pwa_offline_network,
	refused: m.pwa_offline_refused,
	full: m.pwa_offline_full,
};

/** Whether the app works offline, in one line; empty while nobody knows. */
export function offlineText(state: OfflineState): string {
	switch (state.kind) {
		case 'checking':
			return '';
		case 'ready':
			return m.pwa_offline_ready();
		case 'preparing':
			return m.pwa_offline_preparing({ done: state.done, of: state.of });
		case 'not-yet':
			return m.pwa_offline_not_yet({ reason: REASONS[state.reason]() });
	}
}

/** What the button beside it says, where a person can do something; null where not. */
export function offlineRemedy(state: OfflineState): string | null {
	if (state.kind !== 'not-yet' || state.reason === 'unsupported') return null;
	const asked = ['saving-data', 'metered', 'removed', 'cancelled'].includes(state.reason);
	return asked ? m.pwa_offline_now() : m.pwa_offline_again();
}
