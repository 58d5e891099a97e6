import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { SoundCommand } from '#lib/runtime/sound/game-sound.ts';
import type { Act, Heard } from './pages/sound-page.ts';
import { BrowserProfile } from './support/browser-profile.ts';
import { describeInBrowsers } from './support/each-browser.ts';
import { PageServer } from './support/page-server.ts';

type Effect = Extract<SoundCommand, { type: 'sound' }>;

const effect = (id: number, more: Partial<Effect> = {}): Effect => ({
	...{ type: 'sound', id, sound: 'lose', isAsset: false, volume: 1, pitch: 1, loop: false },
	...{ index: -1, bus: 'effects', ...more },
});
const MUSIC: SoundCommand = { type: 'music', sound: 'a song', volume: 1, fade: 0 };
/** A tone that is loud in the first half of each second. */
const hum = (id: number, more: Partial<Effect> = {}): Effect =>
	effect(id, { sound: 'a song', isAsset: true, loop: true, ...more });
const AHEAD: Act['show'] = [[0, 0, 0], [0, 0, 0, 1]]; // prettier-ignore
/** The loudest hundredth of a second between these two seconds, to two digits. */
const loudest = (side: readonly number[], from = 0, to = 1000) =>
	Number(Math.max(...side.slice(Math.round(from * 100), Math.round(to * 100))).toFixed(2));

/** A busy machine is slow. */
const PATIENTLY = { timeout: 30_000 };
// It waits for a gesture, as people's browsers do.
const FLAGS = ['--autoplay-policy=document-user-activation-required'];

describeInBrowsers('what is heard of a game', ['chromium'], (kind) => {
	let [server, profile]: [PageServer | undefined, BrowserProfile | undefined] = [undefined, undefined];
	let page: Page;
	const thrown: unknown[] = [];
	beforeAll(async () => {
		server = await PageServer.start();
		profile = await BrowserProfile.create(kind, FLAGS);
	});
	beforeEach(async () => {
		page = await profile!.open(`${server!.origin}/current/sound.html`);
		page.on('pageerror', (error) => thrown.push(error));
	});
	afterEach(() => page.close());
	afterAll(async () => {
		await profile?.dispose();
		await server?.close();
	});
	const hear = (seconds: number, acts: readonly Act[]): Promise<Heard> =>
		page.evaluate((length, all) => globalThis.sound.hear(length, all), seconds, acts);

	test('[T83] ready-made effects sound, on both sides, as loud at the beginning as later', async () => {
		for (const sound of ['pickup', 'jump', 'explosion', 'win']) {
			const { left, right } = await hear(3, [
				{ at: 0, take: effect(1, { sound }) },
				{ at: 1.5, take: effect(2, { sound }) },
			]);
			expect(loudest(left, 0, 0.1)).toBeGreaterThan(0.05);
			expect(right).toEqual(left);
			// A millisecond's part of a block is all that they may differ by.
			expect(loudest(left, 1.5, 1.6)).toBeCloseTo(loudest(left, 0, 0.1), 1);
			expect(loudest(left, 1.4, 1.5)).toBe(0);
		}
	});

	test('[T83] what is at the left is heard there, turned around at the right, further away less, to its limit', async () => {
		const at = async (x: number, show = AHEAD) => {
			const { left, right } = await hear(0.5, [
				{ at: 0, place: [4, [x, 0, -1]], show, take: hum(1, { index: 4 }) },
			]);
			return [loudest(left, 0.1), loudest(right, 0.1)] as const;
		};
		const [left, right] = await at(-8);
		expect(left).toBeGreaterThan(right * 3);
		expect(await at(-8, [[0, 0, -2], [0, 1, 0, 0]])).toEqual([right, left]); // prettier-ignore
		const [further] = await at(-20);
		expect(further).toBeLessThan(left * 0.7);
		expect(further).toBeGreaterThan(0);
		expect(await at(-2000)).toEqual(await at(-200));
	});

	test('[T83] what passes goes from one side to the other without a buzz', async () => {
		const passing = Array.from({ length: 29 }, (_, i): Act => {
			return { at: (i + 1) / 60, place: [4, [-5 + i / 3, 0, -1]], show: AHEAD };
		});
		const begin: Act = { at: 0, place: [4, [-5, 0, -1]], show: AHEAD, take: hum(1, { index: 4 }) };
		const { left, right, leap } = await hear(0.5, [begin, ...passing]);
		const [atFirst, atLast] = [20, 45].map((i) => left[i]! - right[i]!);
		expect([Math.sign(atFirst!), Math.sign(atLast!)]).toEqual([1, -1]);
		expect(leap).toBeLessThan(0.0002);
	});

	test('[T84] music goes on and on, is quieter while somebody speaks, and comes back', async () => {
		const { left } = await hear(6, [
			{ at: 0, take: MUSIC },
			{ at: 1, take: effect(1, { bus: 'voice', sound: 'click', volume: 0, loop: true }) },
			{ at: 3, take: { type: 'stop-sound', id: 1 } },
			{ at: 5, take: { type: 'music', sound: null, volume: 1, fade: 0.2 } },
		]);
		const seconds = [0, 2, 4].map((at) => loudest(left, at, at + 0.4));
		expect(seconds[0]).toBeGreaterThan(0.15);
		expect(seconds[1]).toBeCloseTo(seconds[0]! * 0.3, 1);
		expect(seconds[2]).toBe(seconds[0]);
		expect([loudest(left, 0.6, 0.9), loudest(left, 5.3)]).toEqual([0, 0]);
	});

	test('[T28] what players make quieter is, from the first sound on, and what they mute is not heard', async () => {
		const both = (volumes: Act['volumes'] & {}): readonly Act[] => [
			{ at: 0, volumes },
			{ at: 0, take: MUSIC },
			{ at: 0, take: hum(1, { bus: 'effects' }) },
		];
		const loud = async (volumes: Act['volumes'] & {}) => loudest((await hear(0.4, both(volumes))).left);
		const one = await loud({ effects: 0 });
		expect(one).toBeGreaterThan(0.15);
		expect(await loud({ effects: 0, all: 0.5 })).toBeCloseTo(one / 4, 1);
		expect(await loud({ effects: 0, music: 0.5 })).toBe(await loud({ effects: 0, all: 0.5 }));
		expect([await loud({ muted: true }), await loud({ effects: 0, music: 0 })]).toEqual([0, 0]);
		const { left } = await hear(4, [
			...both({}),
			{ at: 1, volumes: { muted: true } },
			{ at: 3, volumes: {} },
		]);
		expect([loudest(left, 2, 2.5), loudest(left, 3.6)]).toEqual([0, 0]);
		expect(loudest(left, 3, 3.5)).toBeGreaterThan(one);
	});

	test('[T84] however much sounds at once, it is not more than a device can play', async () => {
		const { left } = await hear(
			1,
			Array.from({ length: 12 }, (_, id) => ({ at: 0, take: hum(id) })),
		);
		expect(loudest(left)).toBeGreaterThan(0.8);
		expect(loudest(left)).toBeLessThanOrEqual(1);
	});

	test('[T84] nothing is heard before a gesture; what goes on is heard from it on, paused with the game, and after a call', async () => {
		const gesture = () => page.mouse.click(20, 20);
		// What a test evaluates counts as a gesture, unless it says otherwise.
		const session = await page.createCDPSession();
		const quietly = async (expression: string): Promise<unknown> => {
			const how = { expression, userGesture: false, returnByValue: true };
			return (await session.send('Runtime.evaluate', how)).result.value;
		};
		await quietly(`(globalThis.game = sound.live()).take(${JSON.stringify(MUSIC)})`);
		await expect.poll(() => quietly('game.made().begun'), PATIENTLY).toBe(1);
		expect(await quietly('[game.state(), game.loudness()].join()')).toBe('suspended,0');
		await gesture();
		const game = await page.evaluateHandle(() => globalThis.game!);
		const take = (...commands: readonly SoundCommand[]) =>
			game.evaluate((live, all) => all.forEach(live.take), commands);
		const state = () => game.evaluate((live) => live.state());
		const becomes = (wanted: AudioContextState) =>
			expect.poll(() => game.evaluate((live) => live.told()), PATIENTLY).toBe(wanted);
		const isHeard = async () => {
			await becomes('running');
			const from = await game.evaluate((live) => live.time());
			// What is heard half a second later was not heard before.
			const later = () => game.evaluate((live, time) => live.time() > time + 0.5 && live.loudness(), from);
			await expect.poll(later, PATIENTLY).toBeGreaterThan(0.05);
		};
		await isHeard();
		await take(...Array.from({ length: 60 }, (_, id) => effect(id)));

		await game.evaluate((live) => live.setPaused(true));
		await becomes('suspended');
		const at = await game.evaluate((live) => live.time());
		await gesture();
		expect(await game.evaluate((live) => [live.state(), live.time()] as const)).toEqual(['suspended', at]);
		await game.evaluate((live) => live.setPaused(false));
		await isHeard();

		for (const back of ['gesture', 'shown'] as const) {
			await game.evaluate((live) => live.setCalled(true));
			await becomes('interrupted');
			await gesture();
			expect(await state()).toBe('interrupted');
			await game.evaluate((live) => live.setCalled(false));
			expect(await state()).toBe('suspended');
			if (back === 'gesture') await gesture();
			else await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
			await isHeard();
		}

		// The last words of a game are heard, then nothing is.
		await take(effect(100, { sound: 'win' }));
		await game.evaluate((live) => live.setPaused(true, true));
		await becomes('suspended');
		const { begun, ended } = await game.evaluate((live) => live.made());
		// All but the music.
		expect(ended).toBe(begun - 1);

		// As often as it is played, nothing is left behind; browsers bear a few contexts at once.
		for (let i = 0; i < 20; i++) {
			await game.evaluate((live) => (live.end(), live.begin()));
			await take(MUSIC);
		}
		await isHeard();
		await game.evaluate((live) => live.end());
		await becomes('closed');
		expect(thrown).toEqual([]);
	});
});
