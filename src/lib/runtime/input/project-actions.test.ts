import { expect, it } from 'vitest';
import type { ProjectAction } from '#lib/doc/input-actions.ts';
import { actionsOf, BUILT_IN_ACTIONS } from './actions.ts';
import { bindControl, NO_CHANGES, readControls, withControls } from './controls.ts';
import { PlayerInput } from './player-input.ts';

const roll: ProjectAction = { name: 'roll', label: 'Roll', bindings: ['key:KeyR', 'pad:1'], onScreen: true };

it('[T67] actions of a project are pressed as they say, and as players bind them', () => {
	const actions = actionsOf([roll]);
	expect(actionsOf([])).toEqual(BUILT_IN_ACTIONS);
	const input = new PlayerInput(actions);
	input.press('key:KeyR', 1);
	expect(input.read().values).toEqual({ roll: 1 });
	const controls = readControls(actions, bindControl(actions, NO_CHANGES, 'roll', 'key:KeyQ'));
	input.setActions(withControls(actions, controls));
	input.press('key:KeyR', 1);
	expect(input.read().values).toEqual({});
	for (const key of ['key:KeyQ', 'key:Space']) input.press(key, 1);
	expect(input.read().values).toEqual({ jump: 1, roll: 1 });
	input.release();
	input.press('pad:1', 1);
	expect(input.read().values).toEqual({ roll: 1 });
});
