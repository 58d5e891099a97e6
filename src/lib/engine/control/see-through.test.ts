import { PerspectiveCamera, Vector3 } from 'three';
import { expect, it } from 'vitest';
import { seeThrough } from './see-through.ts';

const LENS = { projection: 'perspective', fov: 50, near: 0.1, far: 100 } as const;

/** How much of the world it sees, 1 m ahead. */
function seen(width: number, height: number): { wide: number; tall: number } {
	const camera = new PerspectiveCamera(30, width / height);
	seeThrough(camera, new Vector3(), { position: [0, 0, 0], rotation: [0, 0, 0, 1], lens: LENS });
	const tall = 2 * Math.tan((camera.fov * Math.PI) / 360);
	return { wide: tall * camera.aspect, tall };
}

it('[T56] a game sees as tall as its camera says, and on an upright phone wider than that would be', () => {
	const desk = seen(1600, 900);
	expect(desk.tall).toBeCloseTo(2 * Math.tan((25 * Math.PI) / 180));
	expect(seen(900, 900)).toEqual({ wide: seen(900, 900).tall, tall: desk.tall });
	const phone = seen(390, 844);
	const narrow = (desk.tall * 390) / 844;
	// What it sees more is as much across as it is down.
	expect(phone.wide / narrow).toBeCloseTo(phone.tall / desk.tall);
	expect(phone.wide).toBeCloseTo(Math.sqrt(narrow * desk.tall));
});
