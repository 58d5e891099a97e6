import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { Cleanup } from '#lib/studio/storage-facts.ts';
import { byteSize } from '#lib/ui/byte-size.ts';
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
export function cleanupWords(name: CleanupName, { count, bytes }: Cleanup): CleanupWords {
	const size = byteSize(bytes, getLocale());
	switch (name) {
		case 'unused-assets':
			return {
				title: m.storage_free_assets(),
				text: m.storage_free_assets_text({ count }),
				act: m.storage_free_act({ size }),
			};
		case 'app-parts':
			return {
				title: m.storage_free_app(),
				text: m.storage_free_app_text(),
				act: m.storage_free_act({ size }),
			};
		case 'old-versions':
			return {
				title: m.storage_free_versions(),
				text: m.storage_free_versions_text({ count }),
				act: m.storage_free_act({ size }),
				question: {
					title: m.storage_free_versions_ask({ count }),
					text: m.storage_free_versions_ask_text(),
					confirm: m.storage_free_versions_confirm(),
				},
			};
		case 'bin':
			return {
				title: m.storage_free_bin(),
				text: m.storage_free_bin_text({ count }),
				act: m.storage_free_act({ size }),
				question: {
					title: m.storage_free_bin_ask({ count }),
					text: m.storage_free_bin_ask_text(),
					confirm: m.storage_free_bin_confirm(),
				},
			};
	}
}
