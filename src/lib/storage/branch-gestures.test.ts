import { describe, expect, test } from 'vitest';
import { mintBranchId, mintProjectId } from '../base/ids.ts';
import { unwrap } from '../base/result.ts';
import { makeEntry, STORAGE_RIGS } from '../../../tests/helpers/storage-rig.ts';
import type { GestureChange, GestureSlot } from './gestures/gesture-store.ts';

describe.each(STORAGE_RIGS)('undo lists of branches on %s', (_, createRig) => {
	test('[S22] a branch has lists of its own, which go with the project', async () => {
		const rig = createRig();
		const first = await rig.open();
		const projectId = mintProjectId();
		await first.projects.put(makeEntry(projectId));
		const [night, dusk] = [mintBranchId(), mintBranchId()];
		const slots = [await first.gestures.open(projectId), await first.gestures.open(projectId, night)];
		expect(slots.map(({ number }) => number)).toEqual([0, 0]);
		await Promise.all([slots[0]?.write(pushed('main')), slots[1]?.write(pushed('night'))]);
		first.close();

		const later = await rig.open();
		expect(await undoOf(await later.gestures.open(projectId, night))).toEqual(['night']);
		expect(await undoOf(await later.gestures.open(projectId, dusk))).toEqual([]);
		expect(await undoOf(await later.gestures.open(projectId))).toEqual(['main']);
		await later.projects.delete(projectId);
		later.close();
		expect(await undoOf(await (await rig.open()).gestures.open(projectId, night))).toEqual([]);
		rig.close();
	});
});

const pushed = (payload: string): GestureChange => ({ put: [{ stack: 'undo', index: 0, payload }] });

const undoOf = async (slot: GestureSlot) => unwrap(await slot.load()).undo.map(({ payload }) => payload);
