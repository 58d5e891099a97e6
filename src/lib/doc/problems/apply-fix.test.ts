import { beforeEach, describe, expect, it } from 'vitest';
import { ProblemRig } from '../../../../tests/helpers/problem-rig.ts';
import type { EntityId } from '../../base/ids.ts';
import { unwrap } from '../../base/result.ts';
import { revertChanges } from '../commands/revert-changes.ts';
import type { Edited } from '../live-document.ts';
import type { SceneDocument } from '../scene.ts';
import { applyFix } from './apply-fix.ts';
import type { Problem } from './problem.ts';

let rig: ProblemRig;
let scene: SceneDocument;
let box: EntityId;
const rowOf = (id: EntityId) => rig.rowOf(id);
const forge = (key: string, value: unknown, id = box) => rig.forge(key, value, id);
const only = () => rig.only;

beforeEach(() => {
	rig = new ProblemRig();
	({ scene, box } = rig);
});

describe('[D6] a fix', () => {
	it('can be undone: what was wrong is wrong again', () => {
		forge('light.intensity', -5);
		const edits: Edited[] = [];
		scene.document.onEdited((edited) => edits.push(edited));
		unwrap(applyFix(scene, only()));
		expect(edits[0]?.label).toBe('fix');
		const mine = new Set([scene.document.clientId]);
		unwrap(revertChanges(scene.document, edits[0]?.changes ?? [], { mine }));
		expect(only()).toMatchObject({ rule: 'out-of-range' });
	});

	it('leaves alone what somebody changed since', () => {
		forge('light.intensity', -5);
		const problem = only();
		forge('light.intensity', 2);
		expect(applyFix(scene, problem)).toMatchObject({ ok: false, error: { reason: 'nothing-to-do' } });
		expect(rowOf(box)?.get('light.intensity')).toBe(2);
	});

	const FORGED: [string, unknown][] = [
		['nothing', undefined],
		['null', null],
		['no entity', { entityId: 'x', fix: { kind: 'reset', registers: [] } }],
		['an unknown fix', { fix: { kind: 'explode' } }],
		['no registers', { fix: { kind: 'reset', registers: 7 } }],
		['a register that is none', { fix: { kind: 'reset', registers: [null, { key: 5 }] } }],
		['a register that is fine', { fix: { kind: 'reset', registers: [{ key: 'mesh', value: true }] } }],
		['something unknown', { fix: { kind: 'reset', registers: [{ key: 'hologram', value: true }] } }],
		['another key', { fix: { kind: 'write-shown', key: 'removed' } }],
	];

	it.each(FORGED)('[D5] %s is refused, and nothing is written', (_, problem) => {
		forge('hologram', true);
		const before = scene.document.encodeState();
		const given =
			typeof problem === 'object' && problem !== null
				? { entityId: box, rule: 'wrong-type', ...problem }
				: problem;
		expect(applyFix(scene, given as Problem).ok).toBe(false);
		expect(scene.document.encodeState()).toEqual(before);
	});
});
