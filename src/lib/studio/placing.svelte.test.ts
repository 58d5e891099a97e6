import { describe, expect, it } from 'vitest';
import { hasComponent, readField } from '../doc/components/registry.ts';
import { newSample, Placing, type Placeable } from './placing.svelte.ts';

function setup(refused = false) {
	const placing = new Placing();
	const added: (readonly number[])[] = [];
	const thing: Placeable = {
		name: 'Box',
		sample: newSample('box', 'Box'),
		add: (at) => {
			if (!refused) added.push(at);
			return !refused;
		},
	};
	return { placing, added, thing };
}

describe('[E150] placing by click', () => {
	it('ends with the click, or goes on for several', () => {
		const { placing, added, thing } = setup();
		placing.start(thing);
		placing.put([1, 0, 0], true);
		expect(placing.thing).toBe(thing);
		placing.put([2, 0, 0], false);
		expect(placing.thing).toBeNull();
		placing.put([3, 0, 0], false);
		expect(added).toEqual([
			[1, 0, 0],
			[2, 0, 0],
		]);
	});

	it('ends where nothing could be added, and when it is switched off', () => {
		const { placing, thing } = setup(true);
		placing.start(thing);
		placing.put([1, 0, 0], true);
		expect(placing.thing).toBeNull();
		placing.toggle();
		placing.start(thing);
		placing.toggle();
		expect([placing.byClick, placing.thing]).toEqual([false, null]);
	});

	it('shows what would be added, as it would stand at the origin', () => {
		const [box, ...others] = [...newSample('box', 'Box').entities.values()];
		expect(others).toEqual([]);
		expect(box && hasComponent(box, 'mesh')).toBe(true);
		expect(box && readField(box, 'transform', 'position')).toEqual([0, 0.5, 0]);
	});
});
