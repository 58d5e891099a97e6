import { expect, it } from 'vitest';
import { seededRandom } from '../../base/random.ts';
import { thing } from '../../../../tests/helpers/game-things.ts';
import { GameWorld } from './game-world.ts';

it('[T128] what is found by its name is what went through all would find, however it came, went and was renamed', () => {
	const random = seededRandom(7);
	const below = (most: number) => Math.floor(random() * most);
	const world = new GameWorld([thing('A'), thing('B'), thing('A0')]);
	let renamed = 0;
	for (let i = 0; i < 400; i++) {
		const alive = world.entities.filter(({ isAlive }) => isAlive);
		const one = alive[below(alive.length)];
		const name = 'ABC'[below(3)]!;
		if (!one || random() < 0.4)
			world.spawn([{ ...thing(name), id: `${i}` }], random() < 0.5 ? null : (one ?? null));
		else if (random() < 0.5) world.destroy(one);
		else {
			world.rename(one, name);
			renamed++;
		}
		for (const each of 'ABC')
			expect(world.byName(each)).toEqual(
				world.entities.filter(({ isAlive, name }) => isAlive && name === each),
			);
	}
	expect(renamed).toBeGreaterThan(50);
});
