import { Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import type { DaylightLook } from '../scene/environment-look.ts';
import { averageOf, brightnessOf, skyOf, sunLightOf, sunToward } from './daylight.ts';

const NOON: DaylightLook = { sunHeight: 60, sunDirection: 0, haze: 0.15, ground: '#808080' };
const up = new Vector3(0, 1, 0);

describe('[E140] daylight', () => {
	it('has its sun where it is said to be', () => {
		const at = (sunHeight: number, sunDirection: number) =>
			sunToward({ ...NOON, sunHeight, sunDirection })
				.toArray()
				.map((part) => Math.round(part * 1000) / 1000 + 0);
		expect(at(0, 0)).toEqual([0, 0, 1]);
		expect(at(0, 90)).toEqual([1, 0, 0]);
		expect(at(90, 33)).toEqual([0, 1, 0]);
		expect(at(30, 180)).toEqual([0, 0.5, -0.866]);
	});

	it('is blue above, and paler in haze', () => {
		const blueness = (haze: number) => {
			const [red, , blue] = skyOf({ ...NOON, sunHeight: 30, haze })(up);
			return blue / red;
		};
		expect(blueness(0)).toBeGreaterThan(2);
		const away = new Vector3(0.3, 0.3, 1).normalize();
		const pale = skyOf({ ...NOON, haze: 1 })(away);
		const clear = skyOf({ ...NOON, haze: 0 })(away);
		expect(pale[2] / pale[0]).toBeLessThan(clear[2] / clear[0]);
	});

	it('is brightest around the sun', () => {
		const sky = skyOf(NOON);
		const [near] = sky(sunToward({ ...NOON, sunHeight: 55 }));
		const [far] = sky(sunToward({ ...NOON, sunHeight: 55, sunDirection: 180 }));
		expect(near).toBeGreaterThan(far * 3);
	});

	it('has a weaker and redder sun the lower it stands, and none at the horizon', () => {
		const suns = [90, 30, 5, 1].map((sunHeight) => sunLightOf({ ...NOON, sunHeight }));
		const rednesses = suns.map(({ color }) => color.r / color.b);
		expect(rednesses).toEqual(rednesses.toSorted((a, b) => a - b));
		const strengths = suns.map(({ intensity }) => intensity);
		expect(strengths).toEqual(strengths.toSorted((a, b) => b - a));
		expect(sunLightOf({ ...NOON, sunHeight: -2 }).intensity).toBe(0);
	});

	it('lights a scene at any hour and in any air: darker in the evening, never dazzling, all finite', () => {
		let before = 0;
		for (const sunHeight of [0, 1, 3, 10, 30, 60, 90])
			for (const haze of [0, 0.5, 1]) {
				const sky = skyOf({ ...NOON, sunHeight, haze });
				const [red, green, blue] = averageOf(sky).map((part) => part * brightnessOf(sky));
				const light = (red! + green! + blue!) / 3;
				expect(light, `${sunHeight}° in haze ${haze}`).toBeGreaterThan(0.01);
				expect(light, `${sunHeight}° in haze ${haze}`).toBeLessThan(1);
				if (haze === 0) expect(light).toBeGreaterThan(before);
				if (haze === 0) before = light;
			}
	});
});
