import type { InputFrame } from '../input/input-frame.ts';
import { MOST_HELD, type RecordedFrame } from './recording.ts';

/** A frame as it is written down. Numbers become what a text can say: none is endless, or less than nothing by its sign alone. */
export function encodeFrame({ values, tapped, look, pointer, buttons }: InputFrame): RecordedFrame {
	const pressed = Object.entries(values).map(([name, value]): [string, number] => [name, plain(value)]);
	const held = pressed.filter(([, value]) => value !== 0).slice(0, MOST_HELD);
	const [right, up] = [plain(look[0]), plain(look[1])];
	return {
		...(held.length > 0 && { v: Object.fromEntries(held) }),
		...(tapped.length > 0 && { t: tapped }),
		...((right !== 0 || up !== 0) && { l: [right, up] as const }),
		...(pointer && { p: [plain(pointer.x), plain(pointer.y), pointer.isDown ? 1 : 0] as const }),
		...(buttons.length > 0 && { b: buttons }),
	};
}

export function decodeFrame({ v = {}, t = [], l = [0, 0], p, b = [] }: RecordedFrame): InputFrame {
	const pointer = p ? { x: p[0], y: p[1], isDown: p[2] === 1 } : null;
	return { values: v, tapped: t, look: l, pointer, buttons: b };
}

const plain = (value: number): number => (Number.isFinite(value) ? value + 0 : 0);
