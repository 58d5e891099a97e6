import { mkdir, writeFile } from 'node:fs/promises';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EntityDraft } from '#lib/doc/commands/add-entities.ts';
import { ROOT } from '../../scripts/setup.mjs';
import { madeGlb } from '../helpers/made-gltf.ts';
import { BrowserProfile, WITH_PICTURE } from './support/browser-profile.ts';
import { PageServer } from './support/page-server.ts';

const MODEL = 'a'.repeat(64);
/** Of the pixels: on the edges of shapes, where rounding decides who covers one. */
const MOST_DIFFERENT = 0.002;
const PICTURES = `${ROOT}/.cache/pictures`;

let server: PageServer;
let profile: BrowserProfile;
let page: Page;

beforeAll(async () => {
	server = await PageServer.start();
	profile = await BrowserProfile.create('chromium', WITH_PICTURE);
	page = await profile.open(`${server.origin}/current/viewport.html`);
	await page.waitForFunction(() => 'viewportPair' in globalThis);
});

afterAll(async () => {
	await profile?.dispose();
	await server?.close();
});

const SHAPES = ['box', 'sphere', 'cylinder', 'cone', 'capsule', 'torus'];
const COLORS = ['#e05040', '#40a060', '#4060d0', '#d0b040', '#ffffff'];

/** Shapes in rows, each with a look of its own. */
function shapes(): EntityDraft[] {
	return Array.from({ length: 72 }, (_, i) => ({
		name: `Shape ${i}`,
		values: {
			mesh: true,
			'mesh.geometry': SHAPES[i % SHAPES.length] ?? 'box',
			material: true,
			'material.color': COLORS[i % COLORS.length] ?? '#ffffff',
			'material.roughness': (i % 4) / 3,
			'material.metalness': i % 7 === 0 ? 1 : 0,
			...(i % 6 === 1 ? { 'material.emissive': '#ff8000', 'material.emissiveIntensity': 2 } : {}),
			...(i % 5 === 2 ? { 'material.alphaMode': 'blend', 'material.opacity': 0.5 } : {}),
			...(i % 5 === 3 ? { 'mesh.castShadow': false } : {}),
			...(i % 5 === 4 ? { 'mesh.receiveShadow': false } : {}),
			position: [(i % 9) * 1.1 - 4.5, 0.6 + (i % 3) * 0.3, Math.floor(i / 9) * 1.1 - 4],
			rotation: [0, Math.sin(i), 0, Math.cos(i)],
			scale: i % 4 === 0 ? [1, 0.5, 1.5] : i % 9 === 5 ? [-1, 1, 1] : [1, 1, 1],
		},
	}));
}

/** What batches must leave out, or have to be told. */
const OTHERS: EntityDraft[] = [
	{
		name: 'Stretched',
		values: { scale: [3, 0.5, 1], position: [0, 2.6, -3] },
		children: [{ name: 'Sheared', values: { mesh: true, rotation: [0, 0, 0.38, 0.92] } }],
	},
	{
		name: 'Hidden',
		values: { visible: false },
		children: [{ name: 'Not to be seen', values: { mesh: true, position: [0, 2, 2] } }],
	},
	{ name: 'Floor', values: { mesh: true, 'mesh.geometry': 'plane', scale: [12, 1, 12] } },
	{
		name: 'Sun',
		values: { light: true, 'light.type': 'directional', 'light.intensity': 2, rotation: [-0.5, 0.3, 0, 0.8] },
	},
	{ name: 'Lamp', values: { light: true, position: [1, 3, 1], 'light.intensity': 20 } },
	// Panes one behind the other, of which one is drawn by itself.
	...['#ff4040', '#40ff40', '#4040ff', '#ffff40', '#40ffff'].map((color, i) => ({
		name: `Pane ${i}`,
		values: {
			...{ mesh: true, 'mesh.geometry': ['plane', 'box', 'plane', 'cylinder', 'plane'][i] ?? 'box' },
			...{
				material: true,
				'material.color': color,
				'material.alphaMode': 'blend',
				'material.opacity': 0.4 + i / 20,
			},
			position: [3 + i * 0.2, 1.5, 2 + i * 0.4],
			rotation: [0.707, 0, 0, 0.707],
			scale: [i === 3 ? -1.5 : 1.5, 0.2, 1.5],
		},
	})),
	{ name: 'Sprite', values: { sprite: true, position: [-2, 2.5, 0], 'sprite.color': '#80ffff' } },
];

const modelAt = (position: readonly [number, number, number]): EntityDraft => ({
	name: 'Model',
	values: { mesh: true, 'mesh.geometry': 'model', 'mesh.model': MODEL, position: [...position] },
});

/** A wall in front of which a spot light throws shadows, words, glass, and what surrounds them. */
const DUSK: EntityDraft[] = [
	{ name: 'Around', values: { environment: true, 'environment.background': 'color' } },
	{
		name: 'Spot',
		values: {
			...{ light: true, 'light.type': 'spot', 'light.intensity': 200, 'light.castShadow': true },
			...{ position: [3, 6, 6], rotation: [-0.36, 0.2, 0.08, 0.9] },
		},
	},
	{ name: 'Words', values: { text: true, 'text.content': 'Tavern', material: true, position: [0, 3, 0] } },
	...['#ff4040', '#40ff40', '#4040ff'].map((color, i) => ({
		name: `Glass ${i}`,
		values: {
			...{ mesh: true, material: true, 'material.color': color, 'material.alphaMode': 'blend' },
			...{ 'material.opacity': 0.5, position: [i - 1, 2, i] },
		},
	})),
];

/** The typeface is fetched with the first words: until then boxes are all there is. */
const wordsAreSet = () =>
	page.waitForFunction(() => globalThis.viewportPair.triangles().every((count) => count > 1000));

async function expectSame(what: string): Promise<{ draws: readonly [number, number]; picture: string }> {
	const { different, drawn, draws, pictures } = await page.evaluate(() => globalThis.viewportPair.compare());
	await mkdir(PICTURES, { recursive: true });
	const [batched, single] = pictures.map((base64) => Buffer.from(base64, 'base64'));
	await writeFile(`${PICTURES}/${what}-batched.png`, batched ?? '');
	await writeFile(`${PICTURES}/${what}-single.png`, single ?? '');
	expect(different, `${what}: see ${PICTURES}`).toBeLessThan(MOST_DIFFERENT);
	expect(drawn, `${what}: something is drawn`).toBeGreaterThan(0.1);
	return { draws, picture: pictures[0] };
}

test('[E20][E60][E61][E140] a scene looks the same drawn in batches and one by one', async () => {
	const glb = Buffer.from(
		madeGlb([
			{ mesh: 0, children: [1] },
			{ mesh: 0, translation: [0.2, 0.3, 0.2] },
		]),
	);
	await page.evaluate(
		(hash, base64) => globalThis.viewportPair.addAsset(hash, base64),
		MODEL,
		glb.toString('base64'),
	);
	// Once it is here for one, it is for all that come later.
	await page.evaluate(
		(model) => {
			globalThis.viewportPair.look({ position: [0.3, 0.3, 3], target: [0.3, 0.3, 0] });
			globalThis.viewportPair.add([model]);
		},
		modelAt([0, 0, 0]),
	);
	await page.waitForFunction(() => globalThis.viewportPair.heights().every((height) => height > 0.1));

	const drafts = [...shapes(), ...OTHERS, ...[-2, -0.5, 1].map((x) => modelAt([x, 1.5, 3.2]))];
	const ids = await page.evaluate((drafts) => {
		globalThis.viewportPair.look({ position: [5, 5, 8], target: [0, 0.5, 0] });
		const ids = globalThis.viewportPair.add(drafts);
		globalThis.viewportPair.both('select', ids.slice(0, 3));
		return ids;
	}, drafts);
	const [batched, single] = (await expectSame('scene')).draws;
	expect(batched, `${batched} draw calls, ${single} one by one`).toBeLessThan(single * 0.75);

	for (const shading of ['unlit', 'wireframe', 'normals', 'lit'] as const) {
		await page.evaluate((shading) => globalThis.viewportPair.both('setShading', shading), shading);
		await expectSame(shading);
	}
	for (const projection of ['orthographic', 'perspective'] as const) {
		await page.evaluate((it) => globalThis.viewportPair.both('setProjection', it), projection);
		await expectSame(projection);
	}

	const [sky = ''] = await page.evaluate(() =>
		globalThis.viewportPair.add([
			{ name: 'Sky', values: { environment: true, 'environment.background': 'sky' } },
		]),
	);
	await page.evaluate(() => globalThis.viewportPair.awaitLight());
	await expectSame('sky');
	await page.evaluate((sky) => globalThis.viewportPair.remove(sky), sky);

	await page.evaluate((ids) => {
		const { set, remove, add, both, look } = globalThis.viewportPair;
		const [a = '', b = '', c = '', d = '', e = '', f = ''] = ids;
		set(a, { position: [0, 3, 0] });
		set(b, { 'material.color': '#ff00ff', 'material.roughness': 0.1 });
		set(c, { 'material.alphaMode': 'opaque' });
		set(d, { visible: false });
		set(e, { 'mesh.geometry': 'box', scale: [-1, 2, 1] });
		remove(f);
		add([{ name: 'New', values: { mesh: true, 'mesh.geometry': 'sphere', position: [2, 2, 4] } }], a);
		both('preview', ids[8] as never, { position: [-3, 2, 3] });
		look({ position: [2.5, 2.6, 5], target: [-1, 1, 0] });
	}, ids);
	await expectSame('edited');

	const picked = await page.evaluate(() => {
		const found: (readonly (string | null)[])[] = [];
		for (let x = 10; x < 320; x += 20)
			for (let y = 10; y < 240; y += 20) found.push(globalThis.viewportPair.entityAt(x, y));
		return found;
	});
	expect(picked.filter(([one]) => one !== null).length).toBeGreaterThan(50);
	for (const [one, other] of picked) expect(one).toBe(other);
});

test('[E20][E140] lights with shadows, fog and words look the same in batches and one by one', async () => {
	const ids = await page.evaluate((drafts) => {
		globalThis.viewportPair.clear();
		globalThis.viewportPair.look({ position: [5, 5, 8], target: [0, 0.5, 0] });
		return globalThis.viewportPair.add(drafts);
	}, DUSK);
	await wordsAreSet();
	const [around = '', spot = '', words = ''] = ids;
	const set = (id: string, values: EntityDraft['values']) =>
		page.evaluate((id, values) => globalThis.viewportPair.set(id, values), id, values);

	const bare = await expectSame('dusk');
	const pictures = [bare.picture];
	for (const fog of ['linear', 'exponential']) {
		await set(around, { 'environment.fog': fog, 'environment.fogFar': 14, 'environment.fogDensity': 0.12 });
		pictures.push((await expectSame(`fog-${fog}`)).picture);
	}
	await set(spot, { 'light.castShadow': false });
	pictures.push((await expectSame('no-shadow')).picture);
	await set(words, { visible: false });
	pictures.push((await expectSame('no-words')).picture);
	// Each of them is to be seen.
	expect(new Set(pictures).size).toBe(pictures.length);
});

test('[E160] what the graphics card took away looks the same when it is back, with what was edited meanwhile', async () => {
	const [around = ''] = await page.evaluate(
		(drafts) => {
			globalThis.viewportPair.clear();
			return globalThis.viewportPair.add(drafts);
		},
		DUSK.map((draft) =>
			draft.values['environment']
				? { ...draft, values: { environment: true, 'environment.background': 'sky' } }
				: draft,
		),
	);
	await wordsAreSet();
	await page.evaluate(() => globalThis.viewportPair.awaitLight());
	await expectSame('before-loss');
	for (const index of [0, 1] as const) {
		await page.evaluate((it) => globalThis.viewportPair.loseContext(it), index);
		expect(await page.evaluate((it) => globalThis.viewportPair.refusesCapture(it), index)).toBe(true);
		await page.evaluate(
			(index, id) => {
				globalThis.viewportPair.add([
					{ name: 'Late', values: { mesh: true, 'mesh.geometry': 'sphere', position: [index * 2, 1, 3] } },
				]);
				globalThis.viewportPair.set(id, { 'environment.sunHeight': 20 + index * 30 });
			},
			index,
			around,
		);
		await page.evaluate(() => globalThis.viewportPair.restoreContext());
		await page.evaluate(() => globalThis.viewportPair.awaitLight());
		await expectSame(`after-loss-${index}`);
		expect(await page.evaluate((it) => globalThis.viewportPair.refusesCapture(it), index)).toBe(false);
	}
});
