export interface SplitterKeys {
	size: number;
	min: number;
	max: number;
	reset: number;
	orientation: 'vertical' | 'horizontal';
	/** 1 when moving the line to the right or down makes the panel larger, -1 when smaller. */
	sign: 1 | -1;
}

const STEP = 8;
const BIG_STEP = 32;

export const clampSize = (size: number, min: number, max: number): number =>
	Math.max(min, Math.min(max, size));

/** The size after a key on the line between two panels; null when the key is not for it. Pixels. */
export function sizeByKey(event: Pick<KeyboardEvent, 'key' | 'shiftKey'>, keys: SplitterKeys): number | null {
	const { size, min, max, reset, orientation, sign } = keys;
	const step = (event.shiftKey ? BIG_STEP : STEP) * sign;
	const [less, more] = orientation === 'vertical' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
	switch (event.key) {
		case less:
			return clampSize(size - step, min, max);
		case more:
			return clampSize(size + step, min, max);
		case 'Home':
			return min;
		case 'End':
			return max;
		case 'Enter':
			return clampSize(reset, min, max);
		default:
			return null;
	}
}
