import { ok, type Result } from '#lib/base/result.ts';
import type { OfflineCopy } from '#lib/pwa/offline-copy.svelte.ts';
import type { Cleanup, CleanupKind, LongRun } from '#lib/studio/storage-facts.ts';
import type { StoragePort } from './storage-port.ts';

/** The screen's own kinds of it: what the studio keeps, and the app itself. */
export type CleanupName = CleanupKind | 'app-parts';

/** Something that can be freed: looked up first, freed when asked. */
export type CleanupSource = {
	readonly name: CleanupName;
	/** Whether it can be stopped in the middle. */
	readonly canCancel: boolean;
	readonly find: () => Promise<Result<Cleanup, string>>;
	readonly free: (run: LongRun) => Promise<Result<Cleanup, string>>;
};

type CleanupPort = Pick<StoragePort, 'findCleanup' | 'cleanUp'>;
export type AppPort = Pick<OfflineCopy, 'listCaches' | 'removeHeavyCaches'>;

/** Everything that can be freed here, the most harmless first. */
export function cleanupSources(port: CleanupPort, app: AppPort): readonly CleanupSource[] {
	return [
		studioSource(port, 'unused-assets'),
		appSource(app),
		studioSource(port, 'old-versions'),
		studioSource(port, 'bin'),
	];
}

const studioSource = (port: CleanupPort, name: CleanupKind): CleanupSource => ({
	name,
	canCancel: true,
	find: () => port.findCleanup(name),
	free: (run) => port.cleanUp(name, run),
});

function appSource(app: AppPort): CleanupSource {
	const find = async () => {
		const parts = (await app.listCaches()).filter(({ what }) => what === 'parts');
		const sum = (of: (one: (typeof parts)[number]) => number) => parts.reduce((all, one) => all + of(one), 0);
		return ok({ count: sum(({ entries }) => entries), bytes: sum(({ bytes }) => bytes) });
	};
	return {
		name: 'app-parts',
		canCancel: false,
		find,
		async free() {
			const found = await find();
			await app.removeHeavyCaches();
			return found;
		},
	};
}
