import { expect, it, vi } from 'vitest';
import { branchedProject } from '../../../../tests/helpers/branched-project.ts';
import { firstScene } from '../../../../tests/helpers/studio-device.ts';
import type { HandleStep, Viewport, ViewportTool } from '#lib/engine/viewport-port.ts';
import type { Workspace } from '#lib/studio/workspace.svelte.ts';
import { HandleKeys, stepOf } from './handle-keys.ts';

const degrees = (step: HandleStep | undefined) =>
	step?.kind === 'turn' ? [step.axis, Math.round((step.angle * 180) / Math.PI)] : step;

it('[E203] keys turn and scale by the steps that were chosen, or finer', () => {
	const snap = { turn: 30, scale: 0.5 };
	expect(degrees(stepOf('rotate', 'ArrowRight', snap, 1))).toEqual(['y', 30]);
	expect(degrees(stepOf('rotate', 'ArrowUp', null, 3))).toEqual(['x', -15]);
	expect(stepOf('scale', 'ArrowUp', snap, 1)).toEqual({ kind: 'scale', factor: 1.5 });
	expect(stepOf('scale', 'PageDown', { ...snap, scale: 1 }, 1)).toEqual({ kind: 'scale', factor: 0.5 });
	expect(stepOf('move', 'ArrowUp', snap, 1)).toBeUndefined();
});

it('[E203] a key that is held is one edit, and another axis another', async () => {
	const { session, lamp } = await branchedProject();
	await session.history.whenLoaded();
	const scene = firstScene(session);
	const asked: unknown[] = [];
	const handled = (ids: readonly string[], step: HandleStep) => {
		asked.push(degrees(step));
		return ids.map((id) => ({ id, rotation: [0, asked.length / 10, 0, 1] }));
	};
	const workspace = {
		scene,
		viewport: { handled, preview: vi.fn() } as unknown as Viewport,
		tool: 'rotate' as ViewportTool,
		snap: { on: true, turn: 15, scale: 0.1 },
	};
	const keys = new HandleKeys(workspace as unknown as Workspace, (result) => result.ok);
	const press = (key: string) => keys.press({ key, shiftKey: false });
	scene.select([lamp]);
	const rotation = () => scene.snapshot.entities.get(lamp)?.values['rotation'];
	expect([press('ArrowRight'), press('ArrowRight')]).toEqual([true, true]);
	expect(rotation()).toBeUndefined();
	press('ArrowUp');
	expect(asked).toEqual([
		['y', 15],
		['y', 30],
		['x', -15],
	]);
	expect(rotation()).toEqual([0, 0.2, 0, 1]);
	keys.commit();
	session.history.undo();
	expect(rotation()).toEqual([0, 0.2, 0, 1]);
	session.history.undo();
	expect(rotation()).toBeUndefined();
	workspace.tool = 'move';
	expect(press('ArrowUp')).toBe(false);
});
