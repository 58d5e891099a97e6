import { describe, expect, it } from 'vitest';
import type { EntityId } from '#lib/base/ids.ts';
import { mintDocumentId } from '#lib/base/ids.ts';
import { unwrap } from '#lib/base/result.ts';
import { addEntities, type EntityDraft } from '#lib/doc/commands/add-entities.ts';
import { renameEntity, setFields } from '#lib/doc/commands/set-fields.ts';
import { LiveDocument } from '#lib/doc/live-document.ts';
import { SceneDocument } from '#lib/doc/scene.ts';
import { parseQuery } from './entity-query.ts';
import { TreeRows, type EntityRow } from './tree-rows.ts';

const none: ReadonlySet<EntityId> = new Set();
const draft = (name: string, children: EntityDraft[] = []): EntityDraft => ({ name, values: {}, children });

function setup(...drafts: EntityDraft[]) {
	const scene = new SceneDocument(new LiveDocument(mintDocumentId(), 'scene'));
	unwrap(addEntities(scene, drafts, null));
	const rows = new TreeRows();
	const idOf = (name: string) => {
		const found = [...scene.snapshot.entities.values()].find((entity) => entity.name === name);
		if (!found) throw new Error(`no entity called ${name}`);
		return found.id;
	};
	const look = (collapsed: ReadonlySet<EntityId> = none, query = '') =>
		rows.of(scene.snapshot, { collapsed, test: parseQuery(query).test });
	return { scene, idOf, look };
}
const show = (rows: readonly EntityRow[]) => rows.map(({ label, level }) => '·'.repeat(level - 1) + label);

describe('a scene as rows', () => {
	it('children follow their parent, one level deeper, with their place among siblings', () => {
		const { look } = setup(draft('Room', [draft('Table', [draft('Cup')]), draft('Chair')]), draft('Sun'));
		const rows = look();
		expect(show(rows)).toEqual(['Room', '·Table', '··Cup', '·Chair', 'Sun']);
		expect(rows.map(({ expanded }) => expanded)).toEqual([true, true, undefined, undefined, undefined]);
		expect(rows.map(({ posInSet, setSize }) => `${posInSet}/${setSize}`)).toEqual([
			'1/2',
			'1/2',
			'1/1',
			'2/2',
			'2/2',
		]);
	});

	it('what lies in a closed parent is left out', () => {
		const { look, idOf } = setup(draft('Room', [draft('Table', [draft('Cup')])]));
		const rows = look(new Set([idOf('Table')]));
		expect(show(rows)).toEqual(['Room', '·Table']);
		expect(rows[1]?.expanded).toBe(false);
	});

	it('a search keeps what has the words, and what that lies in, even when closed', () => {
		const { look, idOf } = setup(draft('Room', [draft('Table', [draft('Red cup')]), draft('Chair')]));
		expect(show(look(new Set([idOf('Room')]), 'CUP'))).toEqual(['Room', '·Table', '··Red cup']);
		expect(look(none, 'nothing like it')).toEqual([]);
	});

	it('gives the very same rows after an edit that moves and renames nothing', () => {
		const { scene, idOf, look } = setup(draft('Room', [draft('Table')]));
		const before = look();
		unwrap(setFields(scene, [{ entityId: idOf('Table'), key: 'position', value: [1, 2, 3] }]));
		expect(look()).toBe(before);
	});

	it('a rename makes one new row and keeps the others', () => {
		const { scene, idOf, look } = setup(draft('Room', [draft('Table')]), draft('Sun'));
		const before = look();
		unwrap(renameEntity(scene, idOf('Table'), 'Desk'));
		const after = look();
		expect(show(after)).toEqual(['Room', '·Desk', 'Sun']);
		expect(after[0]).toBe(before[0]);
		expect(after[1]).not.toBe(before[1]);
		expect(after[2]).toBe(before[2]);
	});

	it('a chain of parents deeper than the stack is shown', () => {
		const { scene, look } = setup(draft('0'));
		let parent = scene.snapshot.hierarchy.childrenOf.get(null)?.[0] ?? null;
		for (let depth = 1; depth < 300; depth++) {
			parent = unwrap(addEntities(scene, [draft(String(depth))], parent))[0] ?? null;
		}
		expect(look().at(-1)?.level).toBe(300);
	});
});
