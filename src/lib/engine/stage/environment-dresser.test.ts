import type { Color } from 'three';
import {
	ACESFilmicToneMapping,
	Fog,
	FogExp2,
	NoToneMapping,
	ReinhardToneMapping,
	Scene,
	SRGBColorSpace,
	LinearSRGBColorSpace,
	Texture,
	type ToneMapping,
} from 'three';
import type { Sky } from 'three/addons/objects/Sky.js';
import { describe, expect, it, vi } from 'vitest';
import type { AssetHash } from '../../base/ids.ts';
import type { AssetState } from '../scene/asset-cache.ts';
import type { EnvironmentLook } from '../scene/environment-look.ts';
import { EnvironmentDresser } from './environment-dresser.ts';

const PANORAMA = 'e'.repeat(64) as AssetHash;
const PLAIN: EnvironmentLook = {
	background: { kind: 'color', color: '#336699' },
	fog: { kind: 'none' },
	toneMapping: 'aces',
	exposure: 1,
};
const PICTURED: EnvironmentLook = {
	...PLAIN,
	background: { kind: 'image', image: PANORAMA, intensity: 3, rotation: 90, blur: 0.2 },
	exposure: 2,
};
const SUNNY: EnvironmentLook = {
	...PLAIN,
	background: {
		kind: 'sky',
		intensity: 2,
		sunHeight: 30,
		sunDirection: 0,
		haze: 0.15,
		ground: '#808080',
	},
};

function setup() {
	const scene = new Scene();
	const renderer = { toneMapping: NoToneMapping as ToneMapping, toneMappingExposure: 5 };
	const surroundings = new Texture();
	const panorama = new Texture();
	panorama.colorSpace = SRGBColorSpace;
	let state: AssetState<Texture> = { status: 'loading' };
	const dresser = new EnvironmentDresser(scene, renderer, { peek: () => state }, surroundings);
	const arrive = () => (state = { status: 'ready', value: panorama });
	return { scene, renderer, surroundings, panorama, dresser, arrive };
}

describe('without an environment', () => {
	it('the studio’s own surroundings show, also after one went', () => {
		const { scene, renderer, surroundings, dresser, arrive } = setup();
		const bare = () => [
			scene.background,
			scene.fog,
			scene.environment,
			scene.environmentRotation.y,
			renderer.toneMapping,
			renderer.toneMappingExposure,
			dresser.own,
			dresser.ownLight,
		];
		const before = bare();
		expect(before).toEqual([null, null, surroundings, 0, ACESFilmicToneMapping, 1, false, null]);
		arrive();
		dresser.follow({ ...PICTURED, fog: { kind: 'exponential', color: '#ffffff', density: 1 } });
		expect(bare()).not.toEqual(before);
		dresser.follow(null);
		expect(bare()).toEqual(before);
	});
});

describe('an environment', () => {
	it('puts its colour behind everything, and its light stays the studio’s', () => {
		const { scene, dresser, surroundings } = setup();
		dresser.follow(PLAIN);
		expect((scene.background as Color).getHexString()).toBe('336699');
		expect([scene.environment, dresser.ownLight]).toEqual([surroundings, null]);
	});

	it('of none has nothing behind: black', () => {
		const { scene, dresser } = setup();
		dresser.follow({ ...PLAIN, background: { kind: 'none' } });
		expect((scene.background as Color).getHex()).toBe(0);
	});

	it('lights and backs the scene with its panorama once that is here', () => {
		const { scene, dresser, arrive, panorama, surroundings } = setup();
		dresser.follow(PICTURED);
		expect([scene.environment, dresser.ownLight]).toEqual([surroundings, null]);
		arrive();
		dresser.follow(PICTURED);
		expect([scene.background, scene.environment]).toEqual([panorama, panorama]);
		expect(dresser.ownLight).toBe(3);
		expect(scene.backgroundIntensity, 'the exposure reaches the picture too').toBe(6);
		expect(scene.backgroundBlurriness).toBe(0.2);
		expect([scene.backgroundRotation.y, scene.environmentRotation.y]).toEqual([Math.PI / 2, Math.PI / 2]);
	});

	it('[E142] leaves the exposure of a panorama with real light to the tone mapping', () => {
		const { scene, renderer, dresser, arrive, panorama } = setup();
		panorama.colorSpace = LinearSRGBColorSpace;
		arrive();
		dresser.follow(PICTURED);
		expect([scene.backgroundIntensity, renderer.toneMappingExposure]).toEqual([3, 2]);
	});

	it('[E140] lights and backs the scene with its sky, whose sun shines, and takes it away again', () => {
		const { scene, dresser, surroundings } = setup();
		dresser.follow(SUNNY);
		const mesh = scene.getObjectByName('sky');
		expect(mesh).toBeDefined();
		dresser.brighten(() => true);
		expect([scene.environment, dresser.ownLight, dresser.dim], 'until its own is made').toEqual([
			surroundings,
			null,
			true,
		]);
		dresser.brighten(() => false);
		expect(dresser.dim).toBe(false);
		expect(scene.environment).not.toBe(surroundings);
		expect([dresser.ownLight, scene.background]).toEqual([2, null]);
		expect(dresser.sun?.toward.z).toBeGreaterThan(0.8);
		const light = scene.environment;
		dresser.follow({ ...SUNNY, exposure: 2 });
		expect(scene.environment, 'nothing of the sky changed').toBe(light);
		const freed = vi.fn();
		light?.addEventListener('dispose', freed);
		dresser.follow(PLAIN);
		expect(freed).toHaveBeenCalledOnce();
		expect([scene.getObjectByName('sky'), scene.environment]).toEqual([undefined, surroundings]);
		expect([dresser.sun, dresser.ownLight]).toEqual([null, null]);
	});

	it('[E141] shows no sun through a very long lens, which it would fill', () => {
		const { scene, dresser } = setup();
		const disc = () => (scene.getObjectByName('sky') as Sky).material.uniforms['showSunDisc']?.value;
		dresser.follow(SUNNY);
		expect(disc()).toBe(1);
		dresser.airless = true;
		expect(disc()).toBe(0);
	});

	it('maps tones as it says; none knows no exposure', () => {
		const { renderer, dresser } = setup();
		dresser.follow({ ...PLAIN, toneMapping: 'reinhard', exposure: 2 });
		expect([renderer.toneMapping, renderer.toneMappingExposure]).toEqual([ReinhardToneMapping, 2]);
		dresser.follow({ ...PLAIN, toneMapping: 'none', exposure: 2 });
		expect([renderer.toneMapping, renderer.toneMappingExposure]).toEqual([NoToneMapping, 1]);
	});

	it('fills the air with its fog', () => {
		const { scene, dresser } = setup();
		dresser.follow({ ...PLAIN, fog: { kind: 'linear', color: '#ff0000', near: 2, far: 9 } });
		expect(scene.fog).toBeInstanceOf(Fog);
		expect(scene.fog).toMatchObject({ near: 2, far: 9 });
		dresser.follow({ ...PLAIN, fog: { kind: 'exponential', color: '#ff0000', density: 0.5 } });
		expect(scene.fog).toBeInstanceOf(FogExp2);
		expect(scene.fog).toMatchObject({ density: 0.5 });
	});

	it('is left alone while nothing of it changed', () => {
		const { scene, dresser } = setup();
		expect(dresser.follow(PLAIN)).toBe(true);
		const { background } = scene;
		expect(dresser.follow(PLAIN)).toBe(false);
		expect(scene.background).toBe(background);
	});

	it('has no air while it is looked at from far away on purpose', () => {
		const { scene, dresser } = setup();
		dresser.follow({ ...PLAIN, fog: { kind: 'linear', color: '#ff0000', near: 2, far: 9 } });
		dresser.airless = true;
		expect(scene.fog).toBeNull();
		dresser.airless = false;
		expect(scene.fog).toBeInstanceOf(Fog);
	});
});
