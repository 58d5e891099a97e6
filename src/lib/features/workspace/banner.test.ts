import { describe, expect, it } from 'vitest';
import { mintDocumentId } from '#lib/base/ids.ts';
import type { LineTrouble } from '#lib/studio/line-trouble.ts';
import { bannerOf, type BannerFacts } from './banner.ts';

const tavern = mintDocumentId();
const cellar = mintDocumentId();
const calm: BannerFacts = {
	problem: null,
	damaged: false,
	newer: false,
	trouble: null,
	titleOf: (id) => (id === tavern ? 'Tavern' : 'Cellar'),
};
const both = [tavern, cellar];

const SAID: readonly [LineTrouble, RegExp, readonly string[]][] = [
	[{ kind: 'epoch', documents: both }, /anew.*“Tavern”, “Cellar”.*never mixed/, ['export', 'replace']],
	[
		{ kind: 'too-large', documents: [tavern] },
		/“Tavern” has more than 16 MB.*others don’t get it/,
		['export'],
	],
	[{ kind: 'refused', documents: [cellar] }, /not take your changes to “Cellar”/, ['export', 'retry']],
	[{ kind: 'no-access', reason: 'revoked' }, /no longer works: it was revoked.*new link/, []],
	[{ kind: 'no-access', reason: 'expired' }, /no longer works: its time is over.*new link/, []],
	[{ kind: 'no-access', reason: 'unauthorized' }, /no longer works: the server does not know it/, []],
	[{ kind: 'no-access', reason: 'not-found' }, /does not have this project any more/, []],
	[{ kind: 'no-access', reason: 'signed-out' }, /account that is not signed in here.*Sign in/, []],
	[{ kind: 'no-access', reason: 'removed' }, /not a member.*Ask its owner/, []],
	[{ kind: 'held' }, /while you were signed out.*Send it as yours\?.*kept here/, ['send', 'keep']],
	[{ kind: 'too-old' }, /older than its server.*Reload/, ['reload']],
	[{ kind: 'too-new' }, /newer than its server.*update it/, ['retry']],
	[{ kind: 'closed', message: 'Too much' }, /ended the connection: Too much\./, ['retry']],
	[{ kind: 'failing' }, /cannot store anything just now.*sent as soon as it can/, []],
];

const ABOUT: Partial<Record<LineTrouble['kind'], string>> = { 'no-access': 'link', held: 'question' };

describe('the banner', () => {
	it.each(SAID)('of %j says what happened, to what, and what can be done', (trouble, words, actions) => {
		const banner = bannerOf({ ...calm, trouble });
		expect(banner?.text).toMatch(words);
		expect(banner?.text).toMatch(/device/);
		expect(banner?.actions).toEqual(actions);
		expect(banner?.about).toBe(ABOUT[trouble.kind] ?? 'project');
	});

	it('leaves to the save state what passes within seconds', () => {
		expect(bannerOf({ ...calm, trouble: { kind: 'restarting' } })).toBeNull();
		expect(bannerOf(calm)).toBeNull();
	});

	it('says first what is wrong on this device', () => {
		const trouble: LineTrouble = { kind: 'failing' };
		expect(bannerOf({ ...calm, trouble, newer: true })?.actions).toEqual(['reload']);
		expect(bannerOf({ ...calm, trouble, newer: true, damaged: true })?.text).toMatch(/set aside/);
		expect(bannerOf({ ...calm, trouble, damaged: true, problem: 'Torn.' })?.text).toMatch(/Torn/);
	});
});
