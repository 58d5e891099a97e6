import { describe, expect, it } from 'vitest';
import { mintDocumentId } from '#lib/base/ids.ts';
import { ManualClock } from '#lib/base/clock.ts';
import { unwrap } from '#lib/base/result.ts';
import { fieldOfKey } from '#lib/doc/components/registry.ts';
import { TextClipboard } from '#lib/editor/text-clipboard.ts';
import { toScriptField } from '#lib/doc/components/script-fields.ts';
import type { SceneChanges } from '#lib/doc/scene.ts';
import type { Viewport } from '#lib/engine/viewport-port.ts';
import { LiveDocument } from '#lib/doc/live-document.ts';
import type { OpenDocument } from '#lib/studio/open-document.ts';
import { SceneSession } from '#lib/studio/scene-session.svelte.ts';
import { DRAG_END_MS, DragPreviews } from '#lib/sync/drag-previews.ts';
import { LoopbackRoom } from '#lib/sync/loopback-room.ts';
import { ADDABLE } from './addable.ts';
import { ComponentClipboard } from './component-clipboard.ts';
import { Inspection } from './inspection.svelte.ts';
import { commonScripts, copyOfScript, declaredField } from './script-groups.ts';

function setup({ canEdit = true } = {}) {
	/** What the picture was told of, as it is to look. */
	const applied: unknown[] = [];
	const viewport = {
		preview: () => undefined,
		apply: ({ changed, snapshot }: SceneChanges) =>
			applied.push(
				[...changed].map(([id, keys]) => [...keys].map((key) => snapshot.entities.get(id)?.values[key])),
			),
	} as unknown as Viewport;
	const presence = { set: () => undefined, onChange: () => () => undefined, peers: () => [] };
	const document = new LiveDocument(mintDocumentId(), 'scene');
	const clock = new ManualClock();
	const room = new LoopbackRoom(clock);
	const drags = new DragPreviews({ port: room.join({ clientId: 1, user: 'Ada' }), clock });
	const friend = new DragPreviews({ port: room.join({ clientId: 2, user: 'Bob' }), clock });
	const scene = new SceneSession(
		{ id: document.id, document, presence, drags } as unknown as OpenDocument,
		() => canEdit,
	);
	const messages: string[] = [];
	const inspection = new Inspection(() => ({
		scene,
		viewport,
		refused: (message) => messages.push(message),
	}));
	return { scene, inspection, messages, applied, clock, friend };
}

const position = fieldOfKey('position')!;
const rotation = fieldOfKey('rotation')!;
const materialColor = fieldOfKey('material.color')!;

function twoBoxes() {
	const parts = setup();
	const { scene } = parts;
	const left = unwrap(scene.add('box', 'Box', [-2, 0, 1]));
	const right = unwrap(scene.add('box', 'Box', [2, 0, 1]));
	scene.selection.set([left, right]);
	return { ...parts, left, right };
}

describe('the inspection of a selection', () => {
	it('shows what all share, axis by axis', () => {
		const { inspection } = twoBoxes();
		expect(inspection.axes(position)).toEqual([null, 0.5, 1]);
		expect(inspection.shared(materialColor)).toEqual({ kind: 'same', value: '#c9ced6' });
	});

	it('[L32] shows the others a number while it is scrubbed, and lets go with the edit', () => {
		const { inspection, left, right, clock, friend } = twoBoxes();
		inspection.previewAxis(position, 0, 4);
		clock.advance(60);
		expect([...friend.shown]).toEqual([
			[left, { position: [4, 0.5, 1] }],
			[right, { position: [4, 0.5, 1] }],
		]);
		inspection.setAxis(position, 0, 4);
		clock.advance(60);
		expect(friend.shown.size).toBe(2);
		clock.advance(DRAG_END_MS);
		expect(friend.shown.size).toBe(0);
		inspection.previewAxis(position, 0, 5);
		inspection.cancelPreview();
		clock.advance(60);
		expect(friend.shown.size).toBe(0);
	});

	it('[L32] shows where the others drag things, and builds nothing of its own on it', () => {
		const { inspection, scene, left, right, clock, friend } = twoBoxes();
		scene.selection.set([left]);
		friend.drag([{ id: left, position: [9, 8, 7] }]);
		clock.advance(60);
		expect(inspection.axes(position)).toEqual([9, 8, 7]);
		inspection.setAxis(position, 0, 4);
		expect(scene.snapshot.entities.get(left)?.values['position']).toEqual([4, 0.5, 1]);
		friend.cancel();
		clock.advance(60);
		expect(inspection.axes(position)).toEqual([4, 0.5, 1]);
		scene.selection.set([right]);
		expect(inspection.axes(position)).toEqual([2, 0.5, 1]);
	});

	it('sets one axis of all in one gesture, and leaves the others', () => {
		const { inspection, scene, left, right } = twoBoxes();
		inspection.setAxis(position, 1, 3);
		const at = (id: typeof left) => scene.snapshot.entities.get(id)?.values['position'];
		expect([at(left), at(right)]).toEqual([
			[-2, 3, 1],
			[2, 3, 1],
		]);
		scene.history.undo();
		expect([at(left), at(right)]).toEqual([
			[-2, 0.5, 1],
			[2, 0.5, 1],
		]);
	});

	it('[E52] gives each its own in one gesture, numbers and axes', () => {
		const { inspection, scene, left, right } = twoBoxes();
		const moved = inspection.axisNumbers(position, 0).map((x) => x + 10);
		inspection.setAxisEach(position, 0, moved);
		expect(inspection.axisNumbers(position, 0)).toEqual([8, 12]);
		expect(scene.snapshot.entities.get(left)?.values['position']).toEqual([8, 0.5, 1]);
		scene.history.undo();
		expect(inspection.axisNumbers(position, 0)).toEqual([-2, 2]);
		const roughness = fieldOfKey('material.roughness')!;
		inspection.setEach('material.roughness', [0.1, 0.2]);
		expect(inspection.numbers(roughness)).toEqual([0.1, 0.2]);
		scene.history.undo();
		expect(scene.snapshot.entities.get(right)?.values['material.roughness']).toBeUndefined();
	});

	it('[E53] is about the same subject until something else is selected', () => {
		const { inspection, scene, left } = twoBoxes();
		const { subject } = inspection;
		inspection.set('material.roughness', 0.1);
		expect(inspection.subject).toBe(subject);
		scene.selection.set([left]);
		expect(inspection.subject).not.toBe(subject);
	});

	it('[E217] shows a colour in the picture while it is picked, writes it once, and takes back what was not', () => {
		const { inspection, scene, applied, left } = twoBoxes();
		inspection.cancelFieldPreview();
		expect(applied).toEqual([]);
		inspection.previewField('material.color', '#111111');
		inspection.previewField('material.color', '#222222');
		inspection.cancelFieldPreview();
		inspection.cancelFieldPreview();
		expect(applied).toEqual([
			[['#111111'], ['#111111']],
			[['#222222'], ['#222222']],
			[[undefined], [undefined]],
		]);
		expect(scene.snapshot.entities.get(left)?.values['material.color']).toBeUndefined();
		inspection.previewField('material.color', '#333333');
		inspection.set('material.color', '#333333');
		expect(applied.at(-1)).toEqual([['#333333'], ['#333333']]);
		scene.history.undo();
		expect(inspection.shared(materialColor)).toEqual({ kind: 'same', value: '#c9ced6' });
	});

	it('shows the degrees that were typed', () => {
		const { inspection } = twoBoxes();
		inspection.setAxis(rotation, 1, 270);
		inspection.setAxis(rotation, 0, 90);
		expect(inspection.axes(rotation)).toEqual([90, 270, 0]);
	});

	it('takes a component back to its declaration, and back again with one undo', () => {
		const { inspection, scene } = twoBoxes();
		inspection.set('material.roughness', 0.1);
		inspection.set('material.color', '#ff0000');
		inspection.reset('material');
		expect(inspection.isComponentChanged('material')).toBe(false);
		scene.history.undo();
		expect(inspection.shared(materialColor)).toEqual({ kind: 'same', value: '#ff0000' });
	});

	it('[E57] takes single fields back to their default, on all in one gesture', () => {
		const { inspection, scene } = twoBoxes();
		inspection.set('material.roughness', 0.1);
		inspection.set('material.color', '#ff0000');
		inspection.setAxis(position, 0, 7);
		inspection.resetFields([materialColor]);
		expect(inspection.isChanged('material.color')).toBe(false);
		expect(inspection.isChanged('material.roughness')).toBe(true);
		inspection.resetFields([position]);
		expect(inspection.axes(position)).toEqual([0, 0, 0]);
		scene.history.undo();
		expect(inspection.axes(position)).toEqual([7, 0.5, 1]);
	});

	it('offers and adds only what is lacking', () => {
		const { inspection } = twoBoxes();
		expect(inspection.addable).toEqual(ADDABLE.filter((name) => name !== 'mesh' && name !== 'material'));
		inspection.add('light');
		expect(inspection.components).toEqual(['transform', 'mesh', 'material', 'light']);
		inspection.remove('mesh');
		expect(inspection.components).not.toContain('mesh');
	});

	it('[E55] pastes a component onto all in one gesture, and not what it differs in', () => {
		const { inspection, scene, left } = twoBoxes();
		scene.setFields([{ entityId: left, key: 'material.roughness', value: 0.1 }]);
		expect(inspection.copyOf('material')).toMatchObject({ ok: false, error: { key: 'material.roughness' } });
		inspection.paste({ component: 'material', values: { color: '#ff0000' } });
		inspection.paste({ component: 'light', values: { intensity: 4 } });
		expect(unwrap(inspection.copyOf('material')).values).toEqual({ color: '#ff0000' });
		expect(inspection.components).toContain('light');
		scene.history.undo();
		expect(inspection.components).not.toContain('light');
		scene.history.undo();
		expect(scene.snapshot.entities.get(left)?.values['material.roughness']).toBe(0.1);
	});

	it('[E56] says what became of what was copied and pasted', async () => {
		const { inspection, scene, left } = twoBoxes();
		const clipboard = new TextClipboard(() => undefined);
		const told: string[] = [];
		const notify = ({ text }: { text: string }) => void told.push(text);
		const components = new ComponentClipboard({ inspection, clipboard, notify, pasteKeys: 'Ctrl+V' });
		await components.paste();
		inspection.set('material.roughness', 0.1);
		await components.copy('material');
		inspection.reset('material');
		await components.paste();
		for (const text of [
			'hello',
			'{"kind":"rastudios.component","version":2,"component":"light","values":{}}',
		]) {
			clipboard.note(text);
			await components.paste();
		}
		scene.setFields([{ entityId: left, key: 'material.color', value: '#ff0000' }]);
		await components.copy('material');
		expect(told).toEqual([
			expect.stringContaining('press Ctrl+V'),
			expect.stringContaining('Material copied, for this tab only'),
			'Material pasted.',
			expect.stringContaining('no component on the clipboard'),
			expect.stringContaining('newer version'),
			expect.stringContaining('differs in Color'),
		]);
		expect(scene.snapshot.entities.get(left)?.values['material.roughness']).toBe(0.1);
	});

	it('goes on showing what it was told to keep', () => {
		const { inspection, scene, left } = twoBoxes();
		scene.selection.set([left]);
		inspection.toggleKept();
		scene.selection.clear();
		expect(inspection.ids).toEqual([left]);
		inspection.toggleKept();
		expect(inspection.inspected.kind).toBe('nothing');
	});

	it('says what was deleted meanwhile', () => {
		const { inspection, scene, left } = twoBoxes();
		scene.selection.set([left]);
		expect(inspection.entities).toHaveLength(1);
		scene.remove([left]);
		expect(inspection.inspected).toEqual({ kind: 'deleted', name: 'Box' });
	});

	it('tells why an edit was refused', () => {
		const { inspection, messages } = twoBoxes();
		inspection.set('material.roughness', 7);
		expect(messages[0]).toContain('must be a number from 0 to 1');
	});
});

describe('a viewer', () => {
	it('changes nothing and hears why', () => {
		const { scene, inspection, messages } = setup({ canEdit: false });
		expect(inspection.readOnly).toBe(true);
		inspection.set('visible', false);
		expect(messages[0]).toContain('look at this project');
		expect(scene.snapshot.entities.size).toBe(0);
	});
});

describe('[T54] a script of the inspected', () => {
	const CHASE = mintDocumentId();
	const speed = unwrap(toScriptField('speed', { kind: 'number', default: 3 }));
	const target = unwrap(toScriptField('target', { kind: 'entity' }));

	function twoRobots() {
		const parts = twoBoxes();
		const { scene, left, right, inspection } = parts;
		unwrap(scene.addScript([left], CHASE));
		unwrap(scene.addScript([right], CHASE));
		const group = () => commonScripts(inspection.entities)[0]!;
		const given = () => [left, right].map((id) => group().scripts.get(id)?.fields);
		return { ...parts, group, given };
	}

	it('is edited on all together, each in the slot it has, in one gesture', () => {
		const { inspection, scene, group, given } = twoRobots();
		const field = declaredField(group(), speed);
		expect(inspection.shared(field)).toEqual({ kind: 'same', value: 3 });
		inspection.set(field, 5);
		expect(given()).toEqual([{ speed: 5 }, { speed: 5 }]);
		inspection.setEach(field, [1, 2]);
		expect(inspection.shared(field).kind).toBe('mixed');
		scene.history.undo();
		expect(given()).toEqual([{ speed: 5 }, { speed: 5 }]);
		expect(inspection.isChanged(field)).toBe(true);
		inspection.resetFields([field]);
		expect(given()).toEqual([{}, {}]);
	});

	it('stores nothing for what its text says anyway, and ids with what they name', () => {
		const { inspection, group, given, left } = twoRobots();
		inspection.set(declaredField(group(), speed), 3);
		expect(given()).toEqual([{}, {}]);
		const field = declaredField(group(), target);
		inspection.set(field, left);
		expect(given()).toEqual([{ target: { entity: left } }, { target: { entity: left } }]);
		expect(inspection.shared(field)).toEqual({ kind: 'same', value: left });
		inspection.set(field, null);
		expect(given()).toEqual([{}, {}]);
	});

	it('is copied from one and pasted on another, unless they differ', () => {
		const { inspection, scene, left, right, group, given } = twoRobots();
		scene.selection.set([left]);
		inspection.set(declaredField(group(), speed), 7);
		const copy = unwrap(copyOfScript(group(), inspection.entities));
		scene.selection.set([left, right]);
		expect(copyOfScript(group(), inspection.entities)).toEqual({ ok: false, error: 'Speed' });
		scene.selection.set([right]);
		inspection.paste(copy);
		scene.selection.set([left, right]);
		expect(given()).toEqual([{ speed: 7 }, { speed: 7 }]);
	});

	it('is taken from all, with what it was given, in one gesture', () => {
		const { inspection, scene, group, left } = twoRobots();
		inspection.set(declaredField(group(), speed), 7);
		inspection.removeScript(group());
		expect(commonScripts(inspection.entities)).toEqual([]);
		expect(
			Object.keys(scene.snapshot.entities.get(left)!.values).some((key) => key.startsWith('script')),
		).toBe(false);
		scene.history.undo();
		expect(group().scripts.size).toBe(2);
	});
});
