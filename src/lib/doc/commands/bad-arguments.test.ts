import { beforeEach, describe, expect, it } from 'vitest';
import { BadInputRig } from '../../../../tests/helpers/bad-input-rig.ts';
import type { EntityId } from '../../base/ids.ts';
import { unwrap } from '../../base/result.ts';
import { MAX_DEPTH } from '../hierarchy.ts';
import type { ProjectDocument } from '../project.ts';
import type { SceneDocument } from '../scene.ts';
import { addStarter } from '../starter-update.ts';
import { addEntities, type EntityDraft } from './add-entities.ts';
import { MAX_ENTITIES, quote } from './check.ts';
import { duplicateEntities } from './duplicate-entities.ts';
import { moveEntities } from './move-entities.ts';
import { removeEntities } from './remove-entities.ts';
import { setComponent } from './set-component.ts';
import { setFields } from './set-fields.ts';
import { sweepEntities } from './sweep-entities.ts';
import type { CommandResult } from './command.ts';

let rig: BadInputRig;
let scene: SceneDocument;
let project: ProjectDocument;
let box: EntityId;
let inner: EntityId;

beforeEach(() => {
	rig = new BadInputRig();
	({ scene, project, box, inner } = rig);
});

const expectRefused = (run: () => CommandResult<unknown>, document = scene.document) =>
	rig.expectRefused(run, document);

/** What types would not let through. */
const forged = <T>(value: unknown): T => value as T;
const chain = (depth: number): EntityDraft => {
	let draft: EntityDraft = { name: 'Deepest', values: {} };
	for (let i = 0; i < depth; i++) draft = { name: `Level ${i}`, values: {}, children: [draft] };
	return draft;
};

describe('[D5] arguments of the wrong type', () => {
	const WRONG: [string, unknown][] = [
		['undefined', undefined],
		['null', null],
		['a number', 7],
		['text', 'words'],
		['an object', {}],
		['a list of nothing', [null]],
		['a list of undefined', [undefined]],
		['a list of lists', [[]]],
	];
	it.each(WRONG)('%s', (_, value) => {
		for (const run of [
			() => addEntities(scene, forged(value), null),
			() => addStarter(scene.document, forged(value)),
			() => setFields(scene, forged(value)),
			() => removeEntities(scene, forged(value)),
			() => duplicateEntities(scene, forged(value)),
			() => moveEntities(scene, forged(value), { parentId: null, beforeId: null }),
			() => moveEntities(scene, [box], forged(value)),
			() => setComponent(scene, forged(value), 'light', false),
			() => setComponent(scene, [box], forged(value), true),
			() => setComponent(scene, [box], 'light', forged(value)),
			() => sweepEntities(scene, forged(value === 7 ? NaN : value), 1),
			() => sweepEntities(scene, 1, forged(value === 7 ? 0.5 : value)),
		]) {
			expectRefused(run);
		}
		// Values without any are fine.
		if (typeof value !== 'object' || value === null || Array.isArray(value))
			expectRefused(() => addEntities(scene, [{ name: 'A', values: forged(value) }], null));
		// Left out is allowed for those two.
		if (value === undefined) return;
		expectRefused(() => addEntities(scene, [{ name: 'A', values: {}, children: forged(value) }], null));
		expectRefused(() => moveEntities(scene, [box], { parentId: null, beforeId: null }, forged(value)));
	});

	it.each([...WRONG, ['__proto__', '__proto__'], ['the index itself', 'project']])(
		'%s, to a project',
		(_, value) => {
			for (const run of [
				() => project.addDocument(forged(value), 'Title'),
				() => project.renameDocument(forged(value), 'Title'),
				() => project.setDocumentRemoved(forged(value), true),
				() => project.addAsset(forged(value)),
				() => project.addAsset({ hash: forged(value), name: 'a', type: 'model', bytes: 1 }),
				() => project.addAsset({ hash: forged('a'.repeat(64)), name: 'a', type: forged(value), bytes: 1 }),
				() =>
					project.addAsset({
						hash: forged('a'.repeat(64)),
						name: 'a',
						type: 'model',
						bytes: forged(value === 7 ? -1 : value),
					}),
			])
				expectRefused(run, project.document);
			const id = unwrap(project.addDocument('scene', 'Title'));
			expectRefused(() => project.setDocumentRemoved(id, forged(value)), project.document);
		},
	);
});

describe('[D5] too much', () => {
	it('drafts 10,000 deep, or deeper than the tree may be', () => {
		for (const drafts of [[chain(10_000)], [chain(MAX_DEPTH + 1)]])
			expect(expectRefused(() => addEntities(scene, drafts, null))).toMatch(/below more than 500 others/);
		unwrap(addEntities(scene, [chain(MAX_DEPTH)], null));
		expect(scene.snapshot.hierarchy.healed.size).toBe(0);
	});

	it('drafts that hold themselves', () => {
		const children: EntityDraft[] = [];
		const loop: EntityDraft = { name: 'Loop', values: {}, children };
		children.push(loop, loop);
		expectRefused(() => addEntities(scene, [loop], null));
	});

	it('a tree that would become too deep by being put, or moved, somewhere deep', () => {
		const [top] = unwrap(addEntities(scene, [chain(MAX_DEPTH - 1)], null)) as [EntityId];
		const deepest = [...scene.snapshot.entities.values()].find(({ name }) => name === 'Deepest')
			?.id as EntityId;
		const message = expectRefused(() => moveEntities(scene, [box], { parentId: deepest, beforeId: null }));
		expect(message).toMatch(/“Box” would lie below more than 500/);
		expectRefused(() => addEntities(scene, [chain(1)], deepest));
		unwrap(moveEntities(scene, [inner], { parentId: deepest, beforeId: null }));
		expectRefused(() => moveEntities(scene, [top], { parentId: box, beforeId: null }));
		expect(scene.snapshot.hierarchy.healed.size).toBe(0);
	});

	it('100,001 entities at once, or one more than a scene holds', () => {
		const many = (count: number) => Array.from({ length: count }, () => ({ name: 'Box', values: {} }));
		const message = expectRefused(() => addEntities(scene, many(MAX_ENTITIES + 1), null));
		expect(message).toMatch(/at most 100000 entities/);
		expect(expectRefused(() => addEntities(scene, many(MAX_ENTITIES), null))).toMatch(/holds at most 100000/);
	});

	it('a value that names one list a billion times costs no more to refuse than any other', () => {
		let value: unknown = [1];
		for (let i = 0; i < 30; i++) value = [value, value];
		const message = expectRefused(() =>
			setFields(scene, [{ entityId: box, key: 'position', value: forged(value) }]),
		);
		expect(message).toMatch(/but was \[\[\[/);
		expect(quote(value).length).toBeLessThan(100);
	});

	it('a move into oneself, or below', () => {
		for (const parentId of [box, inner]) {
			const message = expectRefused(() => moveEntities(scene, [box], { parentId, beforeId: null }));
			expect(message).toMatch(/“Box” cannot move into/);
		}
	});
});
