import { expect, test } from 'vitest';
import { AppInstall } from './install.svelte.ts';

function setup(outcome: 'accepted' | 'dismissed' = 'accepted') {
	const target = new EventTarget();
	const install = new AppInstall(target);
	const offer = Object.assign(new Event('beforeinstallprompt', { cancelable: true }), {
		prompt: async () => ({ outcome }),
	});
	return { target, install, offer };
}

test('installing is possible once the browser offers it, and its own banner stays away', () => {
	const { target, install, offer } = setup();
	expect(install.canInstall).toBe(false);
	target.dispatchEvent(offer);
	expect(install.canInstall).toBe(true);
	expect(offer.defaultPrevented).toBe(true);
});

test.each(['accepted', 'dismissed'] as const)('an offer that was %s is used up', async (outcome) => {
	const { target, install, offer } = setup(outcome);
	target.dispatchEvent(offer);
	expect(await install.install()).toBe(outcome === 'accepted');
	expect(install.canInstall).toBe(false);
	expect(await install.install()).toBe(false);
});

test('an app installed from the browser’s own menu is not offered again', () => {
	const { target, install, offer } = setup();
	target.dispatchEvent(offer);
	target.dispatchEvent(new Event('appinstalled'));
	expect(install.canInstall).toBe(false);
});
