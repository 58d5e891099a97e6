import { ok, type Result } from '../base/result.ts';
import type { DeviceStorage, VersionInfo } from '../storage/ports.ts';
import { versionsToRemove } from '../storage/versions/thin-out.ts';
import type { Cleanup, LongRun } from './storage-facts.ts';

type Kept = Pick<DeviceStorage, 'projects' | 'versions'>;

/** Automatic versions that are no longer worth their room, of all projects; `now` in milliseconds. */
export async function findOldVersions(storage: Kept, now: number): Promise<Result<Cleanup, string>> {
	let found: Cleanup = { count: 0, bytes: 0 };
	for (const { id } of await storage.projects.list()) {
		const versions = await storage.versions.listProject(id);
		found = sum(found, freedBy(versions, new Set(versionsToRemove(versions, now))));
	}
	return ok(found);
}

/** Removes them project by project; what was removed before it was cancelled stays removed. */
export async function removeOldVersions(
	storage: Kept,
	now: number,
	{ signal, onProgress }: LongRun,
): Promise<Result<Cleanup, string>> {
	const projects = await storage.projects.list();
	let freed: Cleanup = { count: 0, bytes: 0 };
	for (const [index, { id }] of projects.entries()) {
		if (signal.aborted) break;
		const versions = await storage.versions.listProject(id);
		const gone = versionsToRemove(versions, now);
		await storage.versions.removeMany(gone);
		freed = sum(freed, freedBy(versions, new Set(gone)));
		onProgress({ done: index + 1, total: projects.length });
	}
	return ok(freed);
}

/** Equal states share their bytes: those that a version left over names stay. */
function freedBy(versions: readonly VersionInfo[], gone: ReadonlySet<string>): Cleanup {
	const kept = new Set(versions.filter(({ id }) => !gone.has(id)).map(({ hash }) => hash));
	const freed = new Map(
		versions.filter(({ hash }) => !kept.has(hash)).map(({ hash, bytes }) => [hash, bytes]),
	);
	return { count: gone.size, bytes: [...freed.values()].reduce((all, bytes) => all + bytes, 0) };
}

const sum = (a: Cleanup, b: Cleanup): Cleanup => ({ count: a.count + b.count, bytes: a.bytes + b.bytes });
