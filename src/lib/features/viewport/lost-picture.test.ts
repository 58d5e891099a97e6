import { expect, test } from 'vitest';
import { ManualClock } from '#lib/base/clock.ts';
import { Emitter } from '#lib/base/emitter.ts';
import type { Viewport } from '#lib/engine/viewport-port.ts';
import { LostPicture, WORTH_A_WORD_MS } from './lost-picture.ts';

function setup() {
	const changes = new Emitter<{ lost: boolean }>();
	const clock = new ManualClock();
	const viewport = { on: (_: string, listener: (it: { lost: boolean }) => void) => changes.on(listener) };
	const picture = new LostPicture(viewport as unknown as Pick<Viewport, 'on'>, clock);
	const told: boolean[] = [];
	const stop = picture.watch(() => told.push(picture.lasting));
	return {
		clock,
		told,
		stop,
		lose: () => changes.emit({ lost: true }),
		giveBack: () => changes.emit({ lost: false }),
	};
}

test('[E160] a picture that is back soon is not worth a word; one that stays away is, until it is back', () => {
	const { clock, told, stop, lose, giveBack } = setup();
	lose();
	clock.advance(WORTH_A_WORD_MS - 1);
	giveBack();
	clock.advance(WORTH_A_WORD_MS);
	expect(told).toEqual([false]);
	lose();
	clock.advance(WORTH_A_WORD_MS);
	expect(told).toEqual([false, true]);
	giveBack();
	expect(told).toEqual([false, true, false]);
	lose();
	stop();
	expect(clock.pending).toBe(0);
});
