import { describe, expect, it } from 'vitest';
import type { EntityId } from '#lib/base/ids.ts';
import { layoutUi, type UiBox, type UiScreen } from './ui-layout.ts';

const NO_INSETS = { top: 0, right: 0, bottom: 0, left: 0 };
const DESKTOP: UiScreen = { width: 1600, height: 1000, insets: NO_INSETS };
const PHONE: UiScreen = { width: 400, height: 800, insets: NO_INSETS };

const box = (id: string, more: Partial<UiBox> = {}): UiBox => ({
	id: id as EntityId,
	kind: 'text',
	anchor: 'topLeft',
	offset: [0, 0],
	size: [20, 10],
	flow: 'free',
	gap: 0,
	children: [],
	...more,
});
const laid = (boxes: readonly UiBox[], screen: UiScreen) =>
	Object.fromEntries(
		[...layoutUi(boxes, screen)].map(([id, { x, y, width, height }]) => [id, [x, y, width, height]]),
	);

describe('the layout of a game’s interface', () => {
	it('[T100] goes by hundredths of the smaller side, at nine places, away from their edges', () => {
		const boxes = [
			box('a', { offset: [2, 3] }),
			box('b', { anchor: 'bottomRight', offset: [2, 3] }),
			box('c', { anchor: 'center', offset: [5, -1] }),
			box('d', { anchor: 'top', offset: [0, 1] }),
			box('e', { anchor: 'left', offset: [1, 2] }),
		];
		expect(laid(boxes, DESKTOP)).toEqual({
			a: [20, 30, 200, 100],
			b: [1380, 870, 200, 100],
			c: [750, 440, 200, 100],
			d: [700, 10, 200, 100],
			e: [10, 470, 200, 100],
		});
		expect(laid(boxes, PHONE)).toMatchObject({ a: [8, 12, 80, 40], b: [312, 748, 80, 40] });
	});

	it('[T100] 0 fills what it stands in, but for the offset on both sides', () => {
		const wide = { size: [0, 10], anchor: 'bottom', offset: [4, 4] } as const;
		expect(laid([box('a', wide)], PHONE)).toEqual({ a: [16, 744, 368, 40] });
		expect(laid([box('a', { size: [0, 0], anchor: 'topRight', offset: [5, 0] })], PHONE)).toEqual({
			a: [20, 0, 360, 800],
		});
	});

	it('[T100] nothing is larger than the picture, or reaches out of it', () => {
		const boxes = [
			box('a', { size: [160, 500] }),
			box('b', { anchor: 'right', offset: [-50, 0] }),
			box('c', { anchor: 'center', offset: [1000, 1000] }),
		];
		expect(laid(boxes, PHONE)).toEqual({
			a: [0, 0, 400, 800],
			b: [320, 380, 80, 40],
			c: [320, 760, 80, 40],
		});
	});

	it('[T100] keeps out of notches, whose picture is as large as before', () => {
		const screen = { ...PHONE, insets: { top: 40, right: 0, bottom: 20, left: 10 } };
		expect(laid([box('a'), box('b', { anchor: 'bottomRight' })], screen)).toEqual({
			a: [10, 40, 80, 40],
			b: [320, 740, 80, 40],
		});
	});

	it('[T100] a button is as large as a finger needs it', () => {
		const button = box('a', { kind: 'button', size: [8, 4], anchor: 'bottomRight' });
		expect(laid([button], PHONE)).toEqual({ a: [356, 756, 44, 44] });
		expect(laid([button], DESKTOP)).toEqual({ a: [1520, 956, 80, 44] });
	});

	it('[T101] a panel’s children lie in it, in their places or one after the other', () => {
		const panel = (flow: UiBox['flow'], gap: number) =>
			box('panel', {
				kind: 'panel',
				anchor: 'center',
				size: [50, 40],
				flow,
				gap,
				children: [
					box('a', { anchor: 'top' }),
					box('b', { size: [0, 10], anchor: 'right' }),
					box('c', { kind: 'panel', size: [10, 10], children: [box('d', { size: [50, 2] })] }),
				],
			});
		expect(laid([panel('free', 2)], DESKTOP)).toEqual({
			panel: [550, 300, 500, 400],
			a: [150, 0, 200, 100],
			b: [0, 150, 500, 100],
			c: [0, 0, 100, 100],
			d: [0, 0, 100, 20],
		});
		expect(laid([panel('column', 2)], DESKTOP)).toMatchObject({
			a: [150, 20, 200, 100],
			b: [20, 140, 460, 100],
			c: [20, 260, 100, 100],
		});
		expect(laid([panel('row', 2)], DESKTOP)).toMatchObject({
			a: [20, 20, 200, 100],
			b: [240, 150, 240, 100],
			c: [500, 20, 0, 100],
		});
	});

	it('[T100] a picture without room has everything in no room', () => {
		const screen = { width: 0, height: 0, insets: { top: 10, right: 0, bottom: 0, left: 0 } };
		expect(laid([box('a', { kind: 'button', anchor: 'center' })], screen)).toEqual({ a: [0, 10, 0, 0] });
	});
});
