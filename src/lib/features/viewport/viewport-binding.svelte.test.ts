import { describe, expect, it } from 'vitest';
import { ManualClock } from '#lib/base/clock.ts';
import { Emitter } from '#lib/base/emitter.ts';
import { mintDocumentId, mintEntityId, type EntityId } from '#lib/base/ids.ts';
import { unwrap } from '#lib/base/result.ts';
import { addEntities } from '#lib/doc/commands/add-entities.ts';
import { joinPath, type ExpandedId } from '#lib/doc/prefabs/entity-path.ts';
import { LiveDocument } from '#lib/doc/live-document.ts';
import { SceneDocument } from '#lib/doc/scene.ts';
import { draftEntity } from '#lib/editor/new-entity.ts';
import type { Viewport, ViewportEvents } from '#lib/engine/viewport-port.ts';
import type { OpenDocument } from '#lib/studio/open-document.ts';
import { DRAG_END_MS, DragPreviews } from '#lib/sync/drag-previews.ts';
import { LoopbackRoom } from '#lib/sync/loopback-room.ts';
import { SceneSession } from '#lib/studio/scene-session.svelte.ts';
import { ViewportBinding } from './viewport-binding.ts';

/** A viewport without a picture: remembers what it was asked to show, and plays the hands on it. */
function createBlindViewport() {
	const emitters = new Map<string, Emitter<never>>();
	const emitterOf = (event: string) => {
		const emitter = emitters.get(event) ?? new Emitter<never>();
		emitters.set(event, emitter);
		return emitter;
	};
	const shown: string[] = [];
	const previews = new Map<EntityId, unknown>();
	const viewport = {
		view: { position: [1, 2, 3], target: [0, 0, 0] },
		fov: 50,
		show: () => shown.push('scene'),
		apply: () => shown.push('edit'),
		select: (ids: readonly EntityId[]) => shown.push(`select ${ids.length}`),
		focus: () => shown.push('focus'),
		setView: () => shown.push('view'),
		previewPeer: (id: EntityId, values: unknown) => previews.set(id, values),
		on: (event: string, listener: (event: never) => void) => emitterOf(event).on(listener),
	} as unknown as Viewport;
	const hand = <E extends keyof ViewportEvents>(event: E, what: ViewportEvents[E]) =>
		emitterOf(event).emit(what as never);
	return { viewport, shown, previews, hand };
}

function setup({ canEdit = true, empty = false } = {}) {
	const presences: unknown[] = [];
	const presence = {
		set: (patch: { camera?: unknown }) => 'camera' in patch && presences.push(patch.camera),
		onChange: () => () => undefined,
		peers: () => [],
	};
	const role = { canEdit: true };
	const document = new LiveDocument(mintDocumentId(), 'scene');
	const clock = new ManualClock();
	const room = new LoopbackRoom(clock);
	const drags = new DragPreviews({ port: room.join({ clientId: 1, user: 'Ada' }), clock });
	const friend = new DragPreviews({ port: room.join({ clientId: 2, user: 'Bob' }), clock });
	const open = { document, presence, drags } as unknown as OpenDocument;
	const scene = new SceneSession(open, () => role.canEdit);
	const box = empty ? ('' as EntityId) : unwrap(scene.add('box', 'Box'));
	role.canEdit = canEdit;
	const blind = createBlindViewport();
	const left: unknown[] = [];
	const binding = new ViewportBinding({
		viewport: blind.viewport,
		scene,
		clock,
		view: null,
		onleave: (view) => left.push(view),
		tell: (result) => result.ok,
	});
	return { ...blind, document, scene, box, clock, binding, presences, left, friend };
}

describe('a scene in the viewport', () => {
	it('a click selects, with a modifier it adds, on nothing it selects nothing', () => {
		const { scene, box, hand, shown } = setup();
		hand('picked', { id: null, additive: false });
		expect(scene.selected).toEqual([]);
		hand('picked', { id: box, additive: true });
		expect(scene.selected).toEqual([box]);
		hand('picked', { id: null, additive: true });
		expect(scene.selected).toEqual([box]);
		expect(shown.at(-1)).toBe('select 1');
	});

	it('[E82] whatever of an instance is met, the instance is selected', () => {
		const { scene, box, hand } = setup();
		const inside = joinPath(box, mintEntityId()) as ExpandedId as EntityId;
		hand('picked', { id: inside, additive: false });
		expect(scene.selected).toEqual([box]);
		hand('picked', { id: inside, additive: true });
		expect(scene.selected).toEqual([]);
		hand('framed', { ids: [inside, box], mode: 'replace' });
		expect(scene.selected).toEqual([box]);
	});

	it('[E158] who asks for a menu has selected what it is about: what is met, or all that was selected with it', () => {
		const { scene, box, hand } = setup();
		const other = unwrap(scene.add('sphere', 'Sphere'));
		hand('held', { id: box });
		expect(scene.selected).toEqual([box]);
		scene.select([box, other]);
		hand('held', { id: other });
		expect(scene.selected).toEqual([box, other]);
		hand('held', { id: null });
		expect(scene.selected).toEqual([]);
	});

	it('[E64] a rectangle selects instead, adds or takes away', () => {
		const { scene, box, hand } = setup();
		const other = unwrap(scene.add('sphere', 'Sphere'));
		hand('framed', { ids: [box], mode: 'replace' });
		expect(scene.selected).toEqual([box]);
		hand('framed', { ids: [other, box], mode: 'add' });
		expect(scene.selected).toEqual([box, other]);
		hand('framed', { ids: [box], mode: 'remove' });
		expect(scene.selected).toEqual([other]);
		hand('framed', { ids: [], mode: 'replace' });
		expect(scene.selected).toEqual([]);
	});

	it('a gesture is one edit of what it changed, and one undo', () => {
		const { scene, box, hand } = setup();
		hand('transformed', { changes: [{ id: box, position: [1, 2, 3], scale: [2, 2, 2] }] });
		expect(scene.snapshot.entities.get(box)?.values).toMatchObject({
			position: [1, 2, 3],
			scale: [2, 2, 2],
		});
		scene.history.undo();
		expect(scene.snapshot.entities.get(box)?.values['position']).toEqual([0, 0.5, 0]);
		expect(scene.snapshot.entities.get(box)?.values['scale']).toBeUndefined();
	});

	it('[E156] copies are dragged away from their originals: one edit, one undo', () => {
		const { scene, box, hand } = setup();
		const other = unwrap(scene.add('sphere', 'Sphere'));
		const at = (id: EntityId) => scene.snapshot.entities.get(id)?.values['position'];
		hand('transformed', {
			changes: [
				{ id: other, position: [7, 8, 9] },
				{ id: box, position: [1, 2, 3] },
			],
			copies: true,
		});
		expect([at(box), at(other)]).toEqual([
			[0, 0.5, 0],
			[0, 0.5, 0],
		]);
		expect(scene.selected.map((id) => scene.snapshot.entities.get(id)?.name)).toEqual(['Box 2', 'Sphere 2']);
		expect(scene.selected.map(at)).toEqual([
			[1, 2, 3],
			[7, 8, 9],
		]);
		scene.history.undo();
		expect(scene.snapshot.entities.size).toBe(2);
	});

	it('a gesture that was refused does not stay on screen', () => {
		const { box, hand, shown } = setup({ canEdit: false });
		shown.length = 0;
		hand('transformed', { changes: [{ id: box, position: [9, 9, 9] }] });
		expect(shown).toEqual(['scene']);
	});

	it('[L32] the others see what is dragged before it is written, and nothing of what was given up', () => {
		const { box, hand, clock, friend, binding } = setup();
		hand('transforming', { changes: [{ id: box, position: [1, 2, 3] }] });
		clock.advance(60);
		expect([...friend.shown]).toEqual([[box, { position: [1, 2, 3] }]]);
		hand('transform-cancelled', {});
		clock.advance(60);
		expect(friend.shown.size).toBe(0);
		hand('transforming', { changes: [{ id: box, position: [4, 5, 6] }] });
		clock.advance(60);
		hand('transformed', { changes: [{ id: box, position: [4, 5, 6] }] });
		clock.advance(60);
		expect(friend.shown.size).toBe(1);
		clock.advance(DRAG_END_MS);
		expect(friend.shown.size).toBe(0);
		hand('transforming', { changes: [{ id: box, position: [7, 8, 9] }] });
		binding.dispose();
		clock.advance(60);
		expect(friend.shown.size).toBe(0);
	});

	it('[L32] shows what the others drag, also what they held already, until it is let go', () => {
		const { box, clock, friend, previews, binding, viewport, scene } = setup();
		friend.drag([{ id: box, position: [1, 2, 3] }]);
		clock.advance(60);
		expect(previews.get(box)).toEqual({ position: [1, 2, 3] });
		binding.dispose();
		expect(previews.get(box)).toBeNull();
		previews.clear();
		const again = new ViewportBinding({
			viewport,
			scene,
			clock,
			view: null,
			onleave: () => undefined,
			tell: () => true,
		});
		expect(previews.get(box)).toEqual({ position: [1, 2, 3] });
		friend.cancel();
		clock.advance(60);
		expect(previews.get(box)).toBeNull();
		again.dispose();
	});

	it('a scene that was opened before its content arrived is framed when it comes, unless somebody looked around', () => {
		const opened = (act: (rig: ReturnType<typeof setup>) => void) => {
			const rig = setup({ empty: true });
			act(rig);
			rig.shown.length = 0;
			const elsewhere = new LiveDocument(mintDocumentId(), 'scene');
			const friend = new SceneDocument(elsewhere);
			unwrap(addEntities(friend, [draftEntity('box', 'Box')], null));
			rig.document.apply(elsewhere.encodeDiff(), 'network');
			unwrap(addEntities(friend, [draftEntity('box', 'Another')], null));
			rig.document.apply(elsewhere.encodeDiff(), 'network');
			return rig.shown.filter((what) => what !== 'edit');
		};
		expect(opened(() => undefined)).toEqual(['focus']);
		expect(
			opened(({ viewport }) => Object.assign(viewport, { view: { position: [9, 9, 9], target: [0, 0, 0] } })),
		).toEqual([]);
		expect(opened(({ scene }) => unwrap(scene.add('box', 'Mine')))).toEqual([]);
		expect(opened(({ binding }) => binding.dispose())).toEqual([]);
	});

	it('the others see the camera at most ten times a second, and its last place', () => {
		const { hand, clock, presences, viewport, binding } = setup();
		presences.length = 0;
		for (let frame = 0; frame < 60; frame++) {
			hand('view-changed', viewport.view);
			clock.advance(16);
		}
		clock.advance(100);
		expect(presences.length).toBeGreaterThan(5);
		expect(presences.length).toBeLessThanOrEqual(11);
		binding.dispose();
		expect(presences.at(-1)).toBeNull();
	});

	it('[style 16] after it is let go nothing reaches the scene any more', () => {
		const { scene, box, hand, shown, binding, left, viewport } = setup();
		binding.dispose();
		expect(left).toEqual([viewport.view]);
		shown.length = 0;
		hand('picked', { id: null, additive: false });
		unwrap(scene.rename(box, 'Crate'));
		expect(scene.selected).toEqual([box]);
		expect(shown).toEqual([]);
	});
});
