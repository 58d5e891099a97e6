import type { JsonValue } from '../../base/json.ts';
import { fieldOfKey } from '../../doc/components/registry.ts';
import type { ViewportSnap } from '../viewport-port.ts';
import type { GuideHandle } from './guide.ts';

/** Digits of what a hand can mean. */
const DIGITS = 3;

/** What a field becomes when its handle is so far along its line: in steps where they are on, within what it takes. */
export function guideValue(handle: GuideHandle, at: number, snap: ViewportSnap): JsonValue {
	const number = handle.numberAt(at);
	const step = stepOf(handle, snap);
	const stepped = step ? inSteps(number, step) : rounded(number);
	const field = fieldOfKey(handle.key)?.field;
	const { min = -Infinity, max = Infinity } = field && 'min' in field ? field : {};
	// `+ 0` turns −0 into 0: the two are different JSON to a document.
	return handle.write(Math.min(Math.max(stepped, min), max) + 0);
}

/** As handles that move and turn things have it; null: as it comes. */
function stepOf({ counts }: GuideHandle, { on, to, step, turn }: ViewportSnap): number | null {
	if (!on) return null;
	if (counts === 'degrees') return turn;
	return to === 'steps' ? step : null;
}

const inSteps = (number: number, step: number): number =>
	Number((Math.round(number / step) * step).toFixed(6));

const rounded = (number: number): number => Number(number.toPrecision(DIGITS));
