import { m } from '../../paraglide/messages.js';
import { getLocale } from '../../paraglide/runtime.js';
import type { WrittenProjectFile } from '../../storage/project-file/project-file.ts';

/** What is listed and not, or not whole, on this device, and so not in the file: how many of each. */
export type LeftOut = {
	readonly documents: number;
	readonly assets: number;
	/** Earlier states of documents. */
	readonly versions: number;
};

export const NOTHING_LEFT_OUT: LeftOut = { documents: 0, assets: 0, versions: 0 };

export const leftOutOf = (written: WrittenProjectFile): LeftOut => ({
	documents: written.missingDocuments.length,
	assets: written.missingAssets.length,
	versions: written.missingVersions,
});

/** “one document and 3 assets”; null when the file is whole. */
export function leftOutWords({ documents, assets, versions }: LeftOut): string | null {
	const parts = [
		documents > 0 ? m.files_without_documents({ count: documents }) : null,
		assets > 0 ? m.files_without_assets({ count: assets }) : null,
		versions > 0 ? m.files_without_versions({ count: versions }) : null,
	].filter((part) => part !== null);
	if (parts.length === 0) return null;
	return new Intl.ListFormat(getLocale(), { type: 'conjunction' }).format(parts);
}
