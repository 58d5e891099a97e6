import type { AssetHash } from '#lib/base/ids.ts';
import type { ProjectAssets } from '#lib/studio/project-assets.svelte.ts';
import type { Notice } from '#lib/studio/workspace-commands.ts';

/** The files that a field's picker can import, as a file input says it; what is not here is not imported there. */
export const IMPORTED_FILES: Readonly<Record<string, string | undefined>> = {
	model: '.glb,.gltf,.bin,.png,.jpg,.jpeg,.webp',
	image: '.png,.jpg,.jpeg,.webp,.hdr',
	audio: '.wav,.mp3,.ogg',
};

type Importing = {
	readonly assets: Pick<ProjectAssets, 'importFiles'>;
	readonly accepts: string;
	readonly notify: (notice: Notice) => void;
};

/** Imports files and says what could not be; the first of them that the field takes, if any. */
export async function importForField(
	files: readonly File[],
	{ assets, accepts, notify }: Importing,
): Promise<AssetHash | undefined> {
	if (files.length === 0) return undefined;
	const imported = await assets.importFiles(files);
	for (const { message } of imported.problems) notify({ kind: 'error', text: message });
	return imported.assets.find(({ type }) => type === accepts)?.hash;
}
