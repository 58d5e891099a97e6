import { expect, it } from 'vitest';
import { playPhysicsStory } from '../../../../tests/helpers/physics-story.ts';

it('[T37] what comes and goes, touches, rides and walks does the same in the same game, to the last bit', async () => {
	const first = await playPhysicsStory(5);
	expect(first.spawned).toBe(100);
	expect(first.contacts).toBeGreaterThan(20);
	expect(await playPhysicsStory(5)).toEqual(first);
	expect((await playPhysicsStory(6)).hash).not.toBe(first.hash);
});
