import { removeStrays } from '../assets/remove-strays.ts';
import type { CheckRun } from './check-run.ts';

/** Undo lists of projects that are not here, and bytes of imports that ended in the middle. */
export async function checkLeftovers(run: CheckRun): Promise<void> {
	await run.step('leftovers', 0, 2);
	let [rows, bytes] = [0, 0];
	for (const owner of await run.rows((each) => each.listUndoOwners())) {
		const removed = await run.rows((each) => each.removeUndo(owner));
		rows += removed.rows;
		bytes += removed.bytes;
	}
	if (rows > 0) {
		const why = 'Undo lists of projects that are not on this device';
		const outcome = 'removed';
		run.find(null, { subject: 'undo', name: null, outcome, why, count: rows, bytes, remedy: 'none' });
	}
	await run.step('leftovers', 1, 2);
	// Of a project the browser lost, large files may be all that is left: its list, once fetched, names them again.
	const strays = (await isAnyLost(run)) ? 0 : await removeStrays(run.device);
	if (strays > 0) {
		const why = 'Bytes of imports that ended before they were whole';
		const found = { why, count: strays, bytes: 0, remedy: 'none' } as const;
		run.find(null, { subject: 'leftover', name: null, outcome: 'removed', ...found });
	}
	await run.step('leftovers', 2, 2);
}

async function isAnyLost(run: CheckRun): Promise<boolean> {
	const here = new Set((await run.rows((rows) => rows.readTable('projects'))).map(({ id }) => id));
	return [...run.noted.keys()].some((id) => !here.has(id));
}
