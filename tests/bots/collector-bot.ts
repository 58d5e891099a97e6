import { followSteps, goTo, waitUntil } from './bot.ts';

/** Gathers all apples of the collector, around trees, hedges and wasps. */
export const collectorBot = followSteps([
	...(
		[
			...[[-8, 10], [-12.5, 8], [-11, 6], [-6, 9.5], [0, 9], [8, 9.5], [11, 5.5], [9, 6], [0, 4.5]], // prettier-ignore
			...[[0, 1], [6, -1], [11, 0.5], [6, 0.5], [0, 1], [-5, -2.5], [-10, 0], [-5, -2.5], [0, -3.5]], // prettier-ignore
			...[[0, -6.5], [-3, -11.5], [-9, -9], [-3, -11.5], [0, -11], [4, -8], [9, -10]], // prettier-ignore
		] as [number, number][]
	).map((place) => goTo(place)),
]);

/** Stands in the way of a wasp. */
export const stungBot = followSteps([goTo([-9.5, 8]), waitUntil(({ ended }) => ended !== undefined)]);
