import type { WitnessNote } from '../witness/witness-note.ts';
import type { TaskDevice } from '../worker/device-task.ts';
import { checkAssets } from './check-assets.ts';
import { checkDocuments } from './check-documents.ts';
import { checkLeftovers } from './check-leftovers.ts';
import type { CheckReport } from './check-report.ts';
import { CheckRun, type CheckTelling } from './check-run.ts';
import { checkVersions } from './check-versions.ts';

/**
 * Verifies every row and hash of this device and sets right what can be. It looks at one thing at a time and decides in
 * the transaction that changes it, so that others may work meanwhile; it may be cut off anywhere, and run again.
 * `noted`: what is remembered of its projects elsewhere.
 */
export async function checkDevice(
	device: TaskDevice,
	noted: readonly WitnessNote[],
	telling: CheckTelling,
): Promise<CheckReport> {
	const run = new CheckRun(device, noted, telling);
	// Versions first: what is damaged in a document is put right with the whole ones.
	const whole = await checkVersions(run);
	await checkDocuments(run, whole);
	await checkAssets(run);
	await checkLeftovers(run);
	return run.toReport();
}
