/** A number as a field shows it: fixed decimals when asked for, otherwise as short as it can be. */
export function formatNumber(value: number, decimals?: number): string {
	if (!Number.isFinite(value)) return '0';
	const text = decimals === undefined ? String(Number(value.toFixed(4))) : value.toFixed(decimals);
	return /^-0(\.0*)?$/.test(text) ? text.slice(1) : text;
}

/** Adds whole steps without the dust of binary fractions, and stays in range. */
export function stepNumber(
	value: number,
	steps: number,
	step: number,
	min = -Infinity,
	max = Infinity,
): number {
	const sum = Number((value + steps * step).toPrecision(12));
	const tidy = Number(sum.toFixed(8));
	return Math.max(min, Math.min(max, tidy));
}
