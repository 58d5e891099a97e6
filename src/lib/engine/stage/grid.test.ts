import { PerspectiveCamera, Vector3 } from 'three';
import { expect, it } from 'vitest';
import { EDITING_FOV } from '../control/lens.ts';
import { isHelper } from '../scene/layers.ts';
import { Grid } from './grid.ts';
import { PALETTES } from './palette.ts';

it('[T80] the grid helps editing: no game is seen with it', () => {
	expect(isHelper(new Grid(PALETTES.dark).mesh)).toBe(true);
});

it('[E213] the grid tells how wide the cells are that stand out, from as far as it is seen', () => {
	const grid = new Grid(PALETTES.dark);
	const from = (distance: number) => {
		const camera = new PerspectiveCamera(EDITING_FOV);
		camera.position.set(0, 0, distance);
		grid.follow(camera, new Vector3(), false);
		return grid.cell;
	};
	expect([1, 12, 40, 100, 400, 1000].map(from)).toEqual([1, 1, 1, 10, 10, 100]);
});
