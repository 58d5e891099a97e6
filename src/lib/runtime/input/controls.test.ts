import { describe, expect, it } from 'vitest';
import { BUILT_IN_ACTIONS as ACTIONS, isUsable, slotsOf } from './actions.ts';
import {
	bindControl,
	bindingsOf,
	isChanged,
	NO_CHANGES,
	readControls,
	resetControl,
	slotOf,
	withControls,
} from './controls.ts';

describe('the controls of a player', () => {
	it('[T41] no two actions are pressed by one thing, nor by one that must stay free', () => {
		const all = slotsOf(ACTIONS).flatMap(({ id }) => bindingsOf(ACTIONS, NO_CHANGES, id));
		expect(new Set(all).size).toBe(all.length);
		expect(all.filter((binding) => !isUsable(binding))).toEqual([]);
	});

	it('[T43] a key takes the place of those at the desk, and a pad’s button of the pad’s', () => {
		const one = bindControl(ACTIONS, NO_CHANGES, 'fire', 'key:KeyQ');
		expect(bindingsOf(ACTIONS, one, 'fire')).toEqual(['key:KeyQ', 'pad:7']);
		const two = bindControl(ACTIONS, one, 'fire', 'pad:5');
		expect(bindingsOf(ACTIONS, two, 'fire')).toEqual(['key:KeyQ', 'pad:5']);
		expect(withControls(ACTIONS, two).find(({ name }) => name === 'fire')?.plus).toEqual([
			'key:KeyQ',
			'pad:5',
		]);
		expect([isChanged(two), isChanged(two, 'fire'), isChanged(two, 'jump')]).toEqual([true, true, false]);
	});

	it('[T43] what had it loses it, and has it back when the other is reset', () => {
		const taken = bindControl(ACTIONS, NO_CHANGES, 'jump', 'key:KeyW');
		expect(slotOf(ACTIONS, taken, 'key:KeyW')).toBe('jump');
		expect(bindingsOf(ACTIONS, taken, 'moveY+')).toEqual(['key:ArrowUp', 'pad:12', 'stick:1-']);
		expect(resetControl(ACTIONS, taken, 'moveY+')).toEqual({ jump: ['pad:0'] });
		const back = resetControl(ACTIONS, taken, 'jump');
		expect(bindingsOf(ACTIONS, back, 'jump')).toEqual(['key:Space', 'pad:0']);
	});

	it.each([
		['nothing', undefined],
		['a list', [['key:KeyA']]],
		['an unknown action', { fly: ['key:KeyA'] }],
		['what is no binding', { jump: ['key:KeyQ', 'KeyW'] }],
		['a key that must stay free', { jump: ['key:Escape'] }],
		['no list', { jump: 'key:KeyA' }],
		['what only a prototype has', Object.create({ jump: ['key:KeyQ'] })],
	])('[T43] of what is stored %s is left out', (_, stored) => {
		expect(readControls(ACTIONS, stored)).toEqual({});
	});

	it('[T43] what is stored is read again, and nothing twice', () => {
		const changed = bindControl(ACTIONS, NO_CHANGES, 'jump', 'mouse:0');
		expect(readControls(ACTIONS, JSON.parse(JSON.stringify(changed)))).toEqual(changed);
		expect(readControls(ACTIONS, { jump: ['key:KeyQ'], use: ['key:KeyQ', 'pad:2'] })).toEqual({
			jump: ['key:KeyQ'],
			use: ['pad:2'],
		});
	});
});
