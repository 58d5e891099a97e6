import fc from 'fast-check';
import type { EntityId } from '../../src/lib/base/ids.ts';
import { seededRandom } from '../../src/lib/base/random.ts';
import { addEntities } from '../../src/lib/doc/commands/add-entities.ts';
import { moveEntities } from '../../src/lib/doc/commands/move-entities.ts';
import { removeEntities } from '../../src/lib/doc/commands/remove-entities.ts';
import { renameEntity, setFields } from '../../src/lib/doc/commands/set-fields.ts';
import { sweepEntities } from '../../src/lib/doc/commands/sweep-entities.ts';
import type { SceneDocument } from '../../src/lib/doc/scene.ts';

const TODAY = 20_000;
export const editClock = { now: () => 86_400_000 * TODAY };

/** One random edit of a scene by one of two people, as data: what fails prints as what was done. */
export type SceneAction = {
	readonly what: keyof typeof EDITS | 'exchange';
	readonly by: 0 | 1;
	readonly x: number;
	readonly y: number;
	readonly z: number;
};

/** Brings two scenes to the same state, as a line between them would. */
export function exchange(a: SceneDocument, b: SceneDocument): void {
	b.document.apply(a.document.encodeDiff(b.document.stateVector()), 'network');
	a.document.apply(b.document.encodeDiff(a.document.stateVector()), 'network');
}

export function applyAction(people: readonly [SceneDocument, SceneDocument], action: SceneAction): void {
	if (action.what === 'exchange') exchange(...people);
	else EDITS[action.what](people[action.by], action);
}

type Edit = (scene: SceneDocument, action: SceneAction) => void;

const EDITS = {
	add(scene, { x, y }) {
		const parentId = y % 3 === 0 ? null : pick(scene, y);
		addEntities(scene, [{ name: `E${x}`, values: { mesh: true } }], parentId, { random: seededRandom(x) });
	},
	move(scene, { x, y, z }) {
		const target = { parentId: y % 4 === 0 ? null : pick(scene, y), beforeId: pick(scene, z) };
		onOne(scene, x, (id) => moveEntities(scene, [id], target, undefined, seededRandom(z)));
	},
	place(scene, { x, y }) {
		onOne(scene, x, (entityId) => setFields(scene, [{ entityId, key: 'position', value: [y % 3, 0, 0] }]));
	},
	rename(scene, { x, y }) {
		onOne(scene, x, (id) => renameEntity(scene, id, `N${y}`));
	},
	/** What only peers write: an unknown key, and a reference that may lead nowhere. */
	foreign(scene, { x, y }) {
		onOne(scene, x, (id) =>
			scene.edit('set', 'edit', (edit) => {
				edit.set(id, 'plugin.field', y % 3 === 0 ? undefined : { a: [y % 3] });
				edit.set(id, 'joint.target', pick(scene, y) ?? undefined);
			}),
		);
	},
	remove(scene, { x }) {
		onOne(scene, x, (id) => removeEntities(scene, [id], editClock));
	},
	sweep(scene, { x }) {
		onOne(scene, x, (id) => removeEntities(scene, [id], editClock));
		sweepEntities(scene, TODAY + 1, TODAY);
	},
} as const satisfies Record<string, Edit>;

const some = fc.nat({ max: 1000 });

/** Some ten edits of a scene at least, so that much meets. */
export const sceneActions: fc.Arbitrary<readonly SceneAction[]> = fc.array(
	fc.record({
		what: fc.constantFrom<SceneAction['what'][]>(
			...(['add', 'add', 'add', 'move', 'move', 'move', 'place', 'place', 'place', 'rename'] as const),
			...(['foreign', 'remove', 'remove', 'sweep', 'exchange', 'exchange'] as const),
		),
		by: fc.constantFrom(0, 1),
		x: some,
		y: some,
		z: some,
	}),
	{ minLength: 5, maxLength: 40, size: 'max' },
);

function pick(scene: SceneDocument, n: number): EntityId | null {
	const ids = [...scene.snapshot.entities.keys()].sort();
	return ids[n % ids.length] ?? null;
}

function onOne(scene: SceneDocument, n: number, run: (id: EntityId) => unknown): void {
	const id = pick(scene, n);
	if (id) run(id);
}
