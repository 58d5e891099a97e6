import { hashAsset, type VersionId } from '../../base/ids.ts';
import type { VersionInfo } from '../ports.ts';
import { newestFirst, parseVersion } from '../versions/version-record.ts';
import type { CheckRun } from './check-run.ts';

/** Versions whose states are whole, the newest of each document first. */
export type WholeVersions = ReadonlyMap<string, readonly VersionInfo[]>;

/** Every state against its name. States that no version names go; versions without their state leave the lists. */
export async function checkVersions(run: CheckRun): Promise<WholeVersions> {
	await run.step('versions', 0, 1);
	// States before versions: one that is added meanwhile has its version by then.
	const states = new Set(await run.rows((rows) => rows.listStates()));
	const found = await run.rows((rows) => rows.readTable('versions'));
	const versions = found.flatMap((row) => parseVersion(row) ?? []);
	const byHash = Map.groupBy(versions, ({ hash }) => hash);
	const whole: VersionInfo[] = [];
	let done = 0;
	for (const [hash, naming] of byHash) {
		await run.step('versions', done++, byHash.size);
		if (await checkState(run, hash, naming)) whole.push(...naming);
		states.delete(hash);
	}
	// Where another build keeps versions in its own way, nobody here knows which states they name.
	if (versions.length === found.length) await removeUnnamed(run, states);
	return Map.groupBy(whole.sort(newestFirst), ({ documentId }) => documentId as string);
}

async function checkState(run: CheckRun, hash: string, naming: readonly VersionInfo[]): Promise<boolean> {
	const state = await run.rows((rows) => rows.readState(hash));
	run.count(naming[0]?.projectId ?? null, { versions: naming.length, bytes: state.length });
	if ((await hashAsset(state)) === hash) return true;
	if (!(await isStillListed(run, naming))) return false;
	const ids = naming.map(({ id }): VersionId => id);
	const why = state.length === 0 ? 'Its bytes are gone' : 'Its bytes are not those that its name stands for';
	await run.rows((rows) => rows.setAsideState(hash, ids, why));
	for (const { projectId, label } of naming) {
		const bytes = state.length;
		run.find(projectId, {
			...{ subject: 'version', name: label, outcome: 'set-aside', why, count: 1, bytes },
			remedy: 'file',
		});
	}
	return false;
}

/** They may have been thinned out while their state was read. */
async function isStillListed(run: CheckRun, naming: readonly VersionInfo[]): Promise<boolean> {
	const ids = new Set<string>(naming.map(({ id }) => id));
	const listed = await run.rows((rows) => rows.readTable('versions'));
	return listed.some(({ id }) => typeof id === 'string' && ids.has(id));
}

async function removeUnnamed(run: CheckRun, states: ReadonlySet<string>): Promise<void> {
	let [count, bytes] = [0, 0];
	for (const hash of states) {
		const removed = await run.rows((rows) => rows.removeUnnamedState(hash));
		if (removed === null) continue;
		count += 1;
		bytes += removed;
	}
	if (count === 0) return;
	const why = 'States of versions that were deleted';
	const outcome = 'removed';
	run.find(null, { subject: 'leftover', name: null, outcome, why, count, bytes, remedy: 'none' });
}
