import { m } from '#lib/paraglide/messages.js';
import type { Cleanup } from '#lib/studio/storage-facts.ts';
import type { CleanupName } from './cleanup-source.ts';

export type CleanupWords = {
	readonly title: string;
	/** What it is, and what is lost with it. */
	readonly text: string;
	/** On the button. */
	readonly act: string;
	/** Asked first where something is lost for good. */
	readonly question?: { readonly title: string; readonly text: string; readonly confirm: string };
};

/** What freeing this means, in plain words. */
export function cleanupWords(name: CleanupName, { count }: Pick<Cleanup, 'count'>): CleanupWords {
	switch (name) {
		case 'unused-assets':
			return {
				title: m.storage_free_assets(),
				text: count > 0 ? m.storage_free_assets_text({ count }) : m.storage_free_assets_none(),
				act: m.storage_free_assets_act(),
			};
		case 'app-parts':
			return { title: m.storage_free_app(), text: m.storage_free_app_text(), act: m.storage_free_app_act() };
		case 'old-versions':
			return {
				title: m.storage_free_versions(),
				text: count > 0 ? m.storage_free_versions_text({ count }) : m.storage_free_versions_none(),
				act: m.storage_free_versions_act(),
				question: {
					title: m.storage_free_versions_ask({ count }),
					text: m.storage_free_versions_ask_text(),
					confirm: m.storage_free_versions_confirm(),
				},
			};
		case 'bin':
			return {
				title: m.storage_free_bin(),
				text: count > 0 ? m.storage_free_bin_text({ count }) : m.storage_free_bin_none(),
				act: m.storage_free_bin_act(),
				question: {
					title: m.storage_free_bin_ask({ count }),
					text: m.storage_free_bin_ask_text({ count }),
					confirm: m.storage_free_bin_confirm(),
				},
			};
	}
}
