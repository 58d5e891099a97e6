import { expect, it, vi } from 'vitest';
import type { Binding } from '#lib/runtime/input/actions.ts';
import { padOnButtons } from './pad-buttons.ts';

/** A page of a picture and two buttons above each other. */
function setup() {
	const page: { activeElement: unknown; body: object } = { activeElement: null, body: {} };
	const element = (top: number) => {
		const made = {
			...{ ownerDocument: page, click: vi.fn(), focus: () => void (page.activeElement = made) },
			getBoundingClientRect: () => ({ left: 0, top, width: 10, height: 10 }),
		};
		return made;
	};
	const [picture, ...buttons] = [element(0), element(0), element(20)];
	const shown = [...buttons];
	const layer = { querySelectorAll: () => shown };
	const state = { isOn: true };
	const take = padOnButtons({
		picture: picture as unknown as HTMLElement,
		layer: () => (state.isOn ? (layer as unknown as HTMLElement) : undefined),
		isFree: () => true,
	});
	const tap = (...names: readonly Binding[]) => {
		take(new Map(names.map((name) => [name, 1])));
		take(new Map());
	};
	return { page, picture, buttons, shown, state, take, tap };
}

it('[T47] the focus goes to the buttons that are shown, and presses the one that has it', () => {
	const { page, picture, buttons, tap } = setup();
	tap('pad:13');
	expect(page.activeElement).toBe(buttons[0]);
	tap('pad:13');
	tap('pad:0');
	expect(buttons.map(({ click }) => click.mock.calls.length)).toEqual([0, 1]);
	tap('pad:1');
	expect(page.activeElement).toBe(picture);
});

it('[T49] when the button that has the focus goes, the keys are the game’s again; who works elsewhere keeps them', () => {
	const { page, picture, shown, tap } = setup();
	tap('pad:13');
	shown.length = 0;
	page.activeElement = page.body;
	tap();
	expect(page.activeElement).toBe(picture);
	page.activeElement = page.body;
	tap();
	expect(page.activeElement).toBe(page.body);
});

it('[T58] what pressed a button that is gone with its game is the next game’s once it was let go, and brings it no focus early', () => {
	const { page, shown, state, take, tap } = setup();
	const pressed = new Map([['pad:0', 1]] as const);
	tap('pad:13');
	expect(take(pressed).has('pad:0')).toBe(true);
	state.isOn = false;
	shown.length = 0;
	page.activeElement = page.body;
	expect(take(pressed).has('pad:0')).toBe(true);
	take(new Map());
	expect(page.activeElement).toBe(page.body);
	state.isOn = true;
	expect(take(pressed).has('pad:0')).toBe(false);
});
