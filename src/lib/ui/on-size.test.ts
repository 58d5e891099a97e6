import { afterEach, expect, it, vi } from 'vitest';
import { onSize } from './on-size.ts';

/** A browser that tells of sizes when it is told to. */
function setup() {
	const observers: { grow: () => void; watched: Element[] }[] = [];
	vi.stubGlobal(
		'ResizeObserver',
		class {
			readonly watched: Element[] = [];
			readonly grow: () => void;
			constructor(grow: () => void) {
				this.grow = grow;
				observers.push(this);
			}
			observe(element: Element) {
				this.watched.push(element);
			}
			disconnect() {
				this.watched.length = 0;
			}
		},
	);
	const looks: unknown[] = [];
	const element = { clientWidth: 7 } as HTMLElement;
	const stop = onSize((seen) => looks.push(seen))(element);
	return { observers, looks, element, stop };
}

afterEach(() => void vi.unstubAllGlobals());

it('looks at the element at once, before any size changed', () => {
	const { looks, element } = setup();
	expect(looks).toEqual([element]);
});

it('looks again whenever the size changes', () => {
	const { observers, looks, element } = setup();
	expect(observers.map(({ watched }) => [...watched])).toEqual([[element]]);
	observers[0]?.grow();
	expect(looks).toEqual([element, element]);
});

it('watches nothing once the element is gone', () => {
	const { observers, stop } = setup();
	if (stop) stop();
	expect(observers.map(({ watched }) => watched)).toEqual([[]]);
});
