import * as v from 'valibot';
import { defineTask } from './device-task.ts';
import { isWitnessNote, type WitnessNote } from '../witness/witness-note.ts';
import { projectId } from './task-schemas.ts';

const count = v.pipe(v.number(), v.safeInteger());

const finding = v.object({
	subject: v.picklist(['document', 'index', 'project', 'asset', 'version', 'undo', 'leftover']),
	name: v.nullable(v.string()),
	outcome: v.picklist(['repaired', 'recovered', 'set-aside', 'removed', 'open']),
	why: v.string(),
	count,
	bytes: count,
	remedy: v.picklist(['none', 'server', 'version', 'file']),
});

const counts = v.object({ documents: count, rows: count, versions: count, assets: count, bytes: count });

const report = v.object({
	outcome: v.picklist(['done', 'cancelled', 'failed']),
	problem: v.nullable(v.string()),
	projects: v.array(
		v.object({
			id: projectId,
			title: v.string(),
			shared: v.boolean(),
			checked: counts,
			missingAssets: count,
			findings: v.array(finding),
		}),
	),
	findings: v.array(finding),
	checked: counts,
});

const note = v.custom<WitnessNote>(isWitnessNote, 'Not a note of a project');

/** Verifies all that this device keeps, and sets right what can be. Reports what was found so far. */
export const checkTask = defineTask({
	params: v.object({ noted: v.array(note) }),
	result: report,
	progress: v.object({
		progress: v.object({
			stage: v.picklist(['documents', 'versions', 'assets', 'leftovers']),
			done: v.number(),
		}),
		report: v.nullable(report),
	}),
	async run({ noted }, device, telling) {
		const { checkDevice } = await import('../check/check-device.ts');
		return checkDevice(device, noted, telling);
	},
});
